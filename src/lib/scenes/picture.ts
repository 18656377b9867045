/** Where a picture of an announcement is fetched: its name says what it holds, so it may be kept for ever. */
export const addressOfPicture = (hash: string): string => `/tv/pictures/${hash}`;
