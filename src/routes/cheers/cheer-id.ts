/** A new name for a cheer. Not `randomUUID`: an office reaches the server without TLS, where browsers do not offer it. */
export const newCheerId = (): string =>
	[...crypto.getRandomValues(new Uint8Array(16))]
		.map((byte) => byte.toString(16).padStart(2, '0'))
		.join('');
