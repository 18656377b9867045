/** What a QR code of an invitation holds: the page where a password is chosen, at the address of the site. */
export const welcomeLink = (origin: string, secret: string): string =>
	`${origin}/welcome/${secret}`;
