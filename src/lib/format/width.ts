/** How wide a text is, in letters: a Chinese character takes about the room of two. For choosing a size, not for layout. */
export const displayWidth = (text: string): number =>
	[...text].reduce((width, character) => width + (character > '\u00ff' ? 2 : 1), 0);
