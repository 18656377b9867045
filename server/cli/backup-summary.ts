import type { BackupHeader, BackupTrailer } from '../backup/format.ts';

/** Tables worth a word, in this order. */
const TOLD = ['entries', 'targets', 'reps', 'customers', 'accounts', 'displays', 'audit'];

/** What a backup holds, for whoever ran the command. */
export function summaryLines(backup: { header: BackupHeader; trailer: BackupTrailer }): string[] {
	const { header, trailer } = backup;
	const counts = TOLD.flatMap((name) => {
		const table = trailer.tables.find((one) => one.name === name);
		return table ? [`${name} ${table.rows}`] : [];
	});
	return [`Backup of ${header.takenAt}, Longhubang ${header.product}`, `  ${counts.join(', ')}`];
}

export function sizeText(bytes: number): string {
	const megabytes = bytes / 1024 / 1024;
	return megabytes >= 1 ? `${megabytes.toFixed(1)} MB` : `${Math.ceil(bytes / 1024)} kB`;
}
