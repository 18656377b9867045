import { restOf } from '../../src/lib/domain/push.ts';
import type { Alerts } from '../alerts/alerts.ts';
import type { Accounts } from '../auth/accounts.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { loadTexts } from '../texts.ts';
import { unitsLedBy } from '../tracking/supervisors.ts';
import type { Telling } from './telling.ts';

export interface Words {
	title: string;
	body: string;
	/** What comes later takes its place. */
	tag: string;
	/** Where a tap leads. */
	path: string;
}

/** Says in somebody's language what a phone is to show. */
export function createWords(options: {
	database: Database;
	directory: Directory;
	accounts: Accounts;
	organisation: Organisation;
	alerts: Pick<Alerts, 'bell'>;
}) {
	const { database, directory, accounts, organisation, alerts } = options;

	const texts = () => loadTexts('me_push_', 'alerts_rule_', 'alerts_mine_', 'process_obstacle_');

	/** How many alerts ring for whoever leads, this one included. */
	const ringingFor = async (account: string): Promise<number> =>
		alerts.bell({
			units: await unitsLedBy(database, directory.mirror, account),
			code: account
		}).count;

	return {
		async of(telling: Telling): Promise<Words> {
			const { account, event, name = '', rank = 0, period, target, rep, rule, obstacle } = telling;
			const m = await texts();
			const locale = {
				locale: (await accounts.named(account))?.locale ?? organisation.settings.locale
			};
			const company = organisation.settings.name;
			const own = { tag: restOf(event)?.name ?? event, path: '/me' };
			const card = `/floor?rep=${encodeURIComponent(rep ?? '')}`;
			switch (event) {
				case 'passed-by':
					return {
						...own,
						title: m.me_push_passed_by({ name }, locale),
						body: m.me_push_rank({ rank }, locale)
					};
				case 'passed':
					return {
						...own,
						title: m.me_push_passed({ name }, locale),
						body: m.me_push_rank({ rank }, locale)
					};
				case 'target': {
					const title =
						period === 'month'
							? m.me_push_target_month({}, locale)
							: m.me_push_target_day({}, locale);
					return { ...own, title, body: company };
				}
				case 'help':
					return { ...own, title: m.me_push_help({ name }, locale), body: company };
				case 'split':
					return {
						...own,
						title: m.me_push_split({}, locale),
						body: m.me_push_split_hint({}, locale),
						path: '/targets/answers'
					};
				case 'cheer': {
					const title =
						target === 'rep'
							? m.me_push_encouraged({ name }, locale)
							: m.me_push_cheered({ name }, locale);
					return { ...own, title, body: company };
				}
				case 'alert': {
					const about = m[`alerts_rule_${rule!}`]({}, locale);
					if (rep === account)
						return {
							...own,
							title: m.me_push_alert_mine({ about }, locale),
							body: m[`alerts_mine_${rule!}`]({}, locale)
						};
					const count = await ringingFor(account);
					return {
						...own,
						title: m.me_push_alert({ name, about }, locale),
						body: count > 1 ? m.me_push_alert_more({ count }, locale) : company,
						path: card
					};
				}
				case 'asked':
					return {
						// One does not push another's call away.
						tag: `asked ${rep ?? ''}`,
						path: card,
						title: m.me_push_asked({ name }, locale),
						body: m[`process_obstacle_${obstacle!}`]({}, locale)
					};
			}
		}
	};
}
