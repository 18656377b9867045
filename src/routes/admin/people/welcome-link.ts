/** What a QR code of an invitation holds: the page where a password is chosen, at the address this page was reached by. */
export const welcomeLink = (page: URL, secret: string): string =>
	`${page.origin}/welcome/${secret}`;
