/** What pages and service worker keep in the browser, under which names. */
export const LAST_DATABASE = 'longhubang-last';
