/** A problem in words: what is wrong with which value, and what to do. For pages and the API. */
import * as messages from './paraglide/messages.js';
import { problemWords } from './problem-words.ts';

export const { reasonText, problemText } = problemWords(messages);
