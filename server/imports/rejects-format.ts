/**
 * How a file of rejected rows looks: the columns of the source, and before them which step of the map refused
 * the row and why. Reading it back drops both again (IMPORT-11).
 */
export const STEP_HEADING = '#step';
export const REASON_HEADING = '#reason';
export const LEADING_COLUMNS = 2;

/** A spreadsheet would run what begins like this; plain numbers it only shows. */
const RISKY = /^'*[=+\-@\t\r]/;
const GUARDED = /^'+[=+\-@\t\r]/;
const NUMBER = /^[+-]?[\d.,]+%?$/;

/** One apostrophe before a cell that a spreadsheet could take for a formula. */
export const guardCell = (cell: string): string =>
	RISKY.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;

/** The inverse: a cell that was guarded loses exactly the apostrophe it was given. */
export const unguardCell = (cell: string): string => (GUARDED.test(cell) ? cell.slice(1) : cell);

export const isRejectsHeading = (cells: readonly string[]): boolean =>
	cells[0]?.trim() === STEP_HEADING && cells[1]?.trim() === REASON_HEADING;
