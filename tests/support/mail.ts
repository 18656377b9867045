/** Subject and body of a mail, whatever they were encoded as on their way. */
export function decoded(message: string): string {
	const [head = '', ...rest] = message.split('\r\n\r\n');
	const body = rest.join('\r\n\r\n');
	const plain = /base64/i.test(head)
		? Buffer.from(body, 'base64').toString('utf8')
		: Buffer.from(
				body
					.replace(/=\r\n/g, '')
					.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
				'latin1'
			).toString('utf8');
	return `${head}\n\n${plain.replaceAll('\r\n', '\n')}`;
}
