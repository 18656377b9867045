/**
 * A problem in words: what is wrong with which value, and what to do. For pages and the API. Reasons are found by name, so
 * this needs the whole catalogue and stays on the server; a page is told the words.
 */
import * as messages from './paraglide/messages.js';
import { problemWords } from './problem-words.ts';

export const { reasonText, problemText } = problemWords(messages);
