/** What can be wrong with a board's plan (readPlan), in words: the editor says it while one types. */
import { m } from '$lib/paraglide/messages.js';
import { problemWords } from '$lib/problem-words.ts';

export const { problemText: planProblemText } = problemWords({
	problem_bad_name: m.problem_bad_name,
	problem_bad_time: m.problem_bad_time,
	problem_bad_value: m.problem_bad_value,
	problem_bad_web_address: m.problem_bad_web_address,
	problem_no_hours: m.problem_no_hours,
	problem_no_weekday: m.problem_no_weekday,
	problem_not_one_of: m.problem_not_one_of,
	problem_required: m.problem_required,
	problem_too_big: m.problem_too_big,
	problem_too_long: m.problem_too_long,
	problem_too_small: m.problem_too_small,
	problem_unknown_key: m.problem_unknown_key,
	problem_wrong_type: m.problem_wrong_type
});
