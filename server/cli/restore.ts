import { restoreBackup } from '../backup/restore.ts';
import { summaryLines } from './backup-summary.ts';
import { withDatabase } from './with-database.ts';

const USAGE = `Usage:
  npm run restore FILE    bring an empty installation to the state of a backup

The server must not run. Nothing is changed when the file is damaged or the installation in use.
See docs/BACKUP.md.`;

function fail(message: string): never {
	console.error(message);
	process.exit(1);
}

const [path, ...more] = process.argv.slice(2);
if (!path || path.startsWith('-') || more.length > 0) fail(USAGE);

try {
	const restored = await withDatabase(({ connection }) => restoreBackup({ connection, path }), {
		asItIs: true
	});
	for (const line of summaryLines(restored)) console.error(line);
	console.log('Restored. Start the server; everybody signs in again.');
} catch (error) {
	fail(error instanceof Error ? error.message : String(error));
}
