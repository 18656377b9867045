/** A spreadsheet would run what begins like this; plain numbers it only shows. */
const RISKY = /^'*[=+\-@\t\r]/;
const GUARDED = /^'+[=+\-@\t\r]/;
const NUMBER = /^[+-]?[\d.,]+%?$/;

/** Whether a spreadsheet could take the cell for a formula. */
export const couldRun = (cell: string): boolean => RISKY.test(cell) && !NUMBER.test(cell);

/** For text files: one apostrophe before a cell that a spreadsheet could take for a formula. */
export const guardCell = (cell: string): string => (couldRun(cell) ? `'${cell}` : cell);

/** The inverse: a cell that was guarded loses exactly the apostrophe it was given. */
export const unguardCell = (cell: string): string => (GUARDED.test(cell) ? cell.slice(1) : cell);
