/** Cookies, for whoever reads them: pages by SvelteKit, sockets from the header of their handshake. */
export const COOKIES = {
	/** The id of a session. */
	session: 'lhb_session',
	/** The token `id.secret` of a display. */
	display: 'lhb_display',
	/** What a TV that waits to be paired will be known by. */
	pairing: 'lhb_pairing'
} as const;
