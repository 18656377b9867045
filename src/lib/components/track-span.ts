/** What the whole length of a track stands for, in targets: one, or the value beyond it up to twice the target. */
export const trackSpan = (fill: number): number => Math.min(2, Math.max(1, fill));
