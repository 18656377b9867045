/**
 * How a file of rejected rows looks: the columns of the source, and before them which step of the map refused
 * the row and why. Reading it back drops both again (IMPORT-11).
 */
export const STEP_HEADING = '#step';
export const REASON_HEADING = '#reason';
export const LEADING_COLUMNS = 2;

export const isRejectsHeading = (cells: readonly string[]): boolean =>
	cells[0]?.trim() === STEP_HEADING && cells[1]?.trim() === REASON_HEADING;
