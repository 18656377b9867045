import { eq } from 'drizzle-orm';
import { recordChange } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import { processSettings } from './schema.ts';
import type { Watchers } from './watchers.ts';

export interface ProcessSettingsView {
	/** "HH:MM" */
	reportCutOff: string;
	/** Working hours. */
	escalateHours: number;
	/** Empty: those that the product brings along, in the reader's language. */
	noteTags: readonly string[];
}

export type ProcessSettings = ReturnType<typeof createProcessSettings>;

const DEFAULTS: ProcessSettingsView = { reportCutOff: '18:00', escalateHours: 2, noteTags: [] };

/** What an organisation sets about its sales process; read once, and again when it changed. */
export function createProcessSettings(options: {
	database: Database;
	watchers: Watchers;
	clock: Clock;
}) {
	const { database, watchers, clock } = options;
	let known: Promise<ProcessSettingsView> | undefined;
	watchers.onChange(({ what }) => {
		if (what === undefined || what === 'settings') known = undefined;
	});

	async function load(): Promise<ProcessSettingsView> {
		const [row] = await database.db.select().from(processSettings);
		if (!row) return DEFAULTS;
		const { reportCutOff, escalateHours, noteTags } = row;
		return { reportCutOff, escalateHours, noteTags };
	}

	function read(): Promise<ProcessSettingsView> {
		if (known) return known;
		const reading = load();
		known = reading;
		reading.catch(() => (known = undefined));
		return reading;
	}

	return {
		read,

		/** `actor` as the audit log names it. */
		async update(settings: ProcessSettingsView, actor: string): Promise<void> {
			const change = { what: 'settings' } as const;
			await database.db.transaction(async (tx) => {
				await tx.insert(processSettings).values({ id: 1 }).onConflictDoNothing();
				const [{ id: _, ...before }] = (await tx.select().from(processSettings).for('update')) as [
					typeof processSettings.$inferSelect
				];
				const after = { ...settings, noteTags: [...settings.noteTags] };
				if (JSON.stringify(before) === JSON.stringify(after)) return;
				await tx.update(processSettings).set(after).where(eq(processSettings.id, 1));
				const at = new Date(clock());
				const named = { at, actor, action: 'process.settings', subject: 'process' };
				await recordChange(tx, { ...named, before, after });
				await tx.execute(watchers.announcement(change));
			});
			watchers.tell(change);
		}
	};
}
