/** Now, as epoch milliseconds. Comes in as an argument everywhere; only main.ts makes the real one. */
export type Clock = () => number;
