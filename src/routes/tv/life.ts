/** What a display does besides showing its board: fetched when the picture is drawn. */
export { startReports } from './report.ts';
export { startUpkeep } from './upkeep.ts';
