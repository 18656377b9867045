import type { Mailer } from '../notifications/mail.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { BooksOfRecord } from '../record.ts';
import { createFactors } from './factors.ts';
import { createPast } from './past.ts';
import { createPlan } from './plan.ts';
import { createReminders } from './reminders.ts';
import { createRounds } from './rounds.ts';
import { createSetting } from './setting.ts';
import { createSplitBases } from './split-bases.ts';
import { createSplitNews } from './split-news.ts';
import { createSplitParts } from './split-parts.ts';
import { createSplitView } from './split-view.ts';
import { createSplits } from './splits.ts';
import { createPlanSubjects } from './subjects.ts';
import { createTimeParts } from './time-parts.ts';

/** How targets come about, wired: set beside their past, split, agreed on, given to days. */
export function createPlanning(options: {
	record: Pick<BooksOfRecord, 'database' | 'listener' | 'directory' | 'organisation' | 'targets'>;
	/** Absent: the pages remind alone. */
	mailer: Mailer | undefined;
	publicUrl: string | undefined;
	clock: Clock;
	log: Log;
}) {
	const { record, mailer, publicUrl, clock, log } = options;
	const { database, listener, directory, organisation, targets } = record;
	const subjects = createPlanSubjects(directory);
	const past = createPast({ database, directory, organisation, targets });
	const factors = createFactors({ database, clock });
	/** What every step looks at. */
	const ground = { database, directory, organisation, subjects, past, factors, targets, clock };
	const news = createSplitNews(listener);
	const parts = createSplitParts({ directory, subjects });
	const view = createSplitView({ ...ground, bases: createSplitBases(ground), parts });
	const splits = { ...view, ...createSplits({ ...ground, parts, news }), watch: news.watch };
	const reminders = createReminders({
		database,
		directory,
		organisation,
		mailer,
		publicUrl,
		clock,
		log
	});
	return {
		ground,
		plan: createPlan({ ...ground, splits }),
		setting: createSetting(ground),
		splits,
		rounds: { ...createRounds({ ...ground, view, news }), ...reminders },
		timeParts: createTimeParts(ground),
		reminders,
		/** What streams to a page would keep its connection open. */
		endStreams: news.close
	};
}
