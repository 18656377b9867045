/** Numbers what phones record, apart from what forms and programs send. */
export const PHONE_SOURCE = 'phone';
