// Preloaded (`node --import`) into a real server: its `Date.now` is CLOCK_OFFSET milliseconds ahead.
const real = Date.now;
const offset = Number(process.env.CLOCK_OFFSET ?? 0);
Date.now = () => real() + offset;
