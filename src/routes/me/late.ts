/** Parts of the phone that come when it has drawn itself. */
export { default as Actions } from './Actions.svelte';
export { default as Applause } from './Applause.svelte';
export { default as CheerArrival } from './CheerArrival.svelte';
export { default as Contests } from './Contests.svelte';
export { default as InstallHint } from './InstallHint.svelte';
export { default as Latest } from './Latest.svelte';
export { default as NewsStrip } from './NewsStrip.svelte';
