import { addDays } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import { seededRandom } from '../../src/lib/domain/random.ts';
import { processCommand } from '../../src/lib/forms/process.ts';
import type { SentCommand } from '../../src/lib/forms/process.ts';
import type { App } from '../app.ts';
import { dealersOf, REPS, TEAMS } from './company.ts';
import type { DemoRep } from './company.ts';
import { pick } from './history.ts';

const VISITS = [
	['order', '谈双十二备货', '订了 40 套，周五发货'],
	['collection', '催上月货款', '收回 6 万，余款下周三'],
	['service', '整理陈列，换新海报', '陈列已换，店长认可'],
	['market-survey', '看对手新品价格', '对手四件套降价 8%'],
	['new-customer', '第二次上门', '答应先试 10 套'],
	['complaint', '处理色差投诉', '换货，客户满意']
] as const;
const SLOTS = ['09:30', '10:30', '13:30', '15:00', '16:30'];
const YESTERDAY = [
	'签了两单，收款一笔',
	'拜访三家，一家有意向',
	'主推四件套，成交 12 套',
	'处理完投诉，客户续单'
];
const TODAY = ['拜访三家重点客户', '跟进两笔未回款', '给老客户推新品', '把昨天的意向单签下来'];
const TOMORROW = ['下乡走两家网点', '约采购谈年框', '盘点客户库存后补货', '陪新客户看样品'];
const HELP = [
	['price', '对手降价一成，老客户要求同价', '批了特价，当场签下'],
	['supply', '天丝四件套缺货一周，客户在催', '从南区调了 60 套'],
	['collection', '大客户拖款两个月', ''],
	['skill', '第一次谈年框，不知从哪里开口', ''],
	['competitor', '对手送陈列架，我们怎么接？', '']
] as const;
const NOTES = [
	['开口就讲价格，先问需求', '方法'],
	['桌面客户档案整齐，当众表扬', '表扬'],
	['上午十点还没出门', '纪律'],
	['今天情绪低，聊了十分钟', '状态']
] as const;
const COACHING = [
	['怎样开口谈价', '示范先问用量再报价', '周内用这个办法谈三家'],
	['客户盘点表', '一起做了一张', '把重点客户都盘一遍']
] as const;

/** The same id for the same thing of the same day: loaded again, it is there already. */
export function idOf(name: string): string {
	const random = seededRandom(name);
	const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16));
	hex[12] = '4';
	hex[16] = '8';
	return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

const managerOf = (rep: DemoRep): string =>
	`M-${TEAMS.find(({ code }) => code === rep.team)!.region}`;

/** A rep's visits of a day; those that began before `over` are done. */
function visitsOf(rep: DemoRep, day: IsoDate, over: string): SentCommand[] {
	const random = seededRandom(`visits ${rep.code} ${day}`);
	const dealers = dealersOf(rep.code);
	return SLOTS.filter(() => random() < 0.5).flatMap((start, i): SentCommand[] => {
		const visit = idOf(`visit ${rep.code} ${day} ${i}`);
		const [purpose, note, result] = pick(VISITS, random);
		const whom =
			dealers.length > 0 && purpose !== 'new-customer'
				? { customer: pick(dealers, random).code }
				: { customerName: '美居生活馆' };
		const plan = { what: 'visit.plan', id: visit, rep: rep.code, date: day, start } as const;
		const planned = { ...plan, ...whom, purpose, note };
		if (start >= over) return [planned];
		return [planned, { what: 'visit.done', id: idOf(`${visit} done`), visit, result }];
	});
}

/** Most answer all three; some leave one out, a few answer nothing. */
function answersOf(rep: DemoRep, day: IsoDate, isPast: boolean): SentCommand[] {
	const random = seededRandom(`report ${rep.code} ${day}`);
	const mood = random();
	if (mood < 0.08) return [];
	const tomorrow = isPast && mood > 0.16 ? { tomorrow: pick(TOMORROW, random) } : {};
	const answers = { yesterday: pick(YESTERDAY, random), today: pick(TODAY, random), ...tomorrow };
	const id = idOf(`report ${rep.code} ${day}`);
	return [{ what: 'report.answer', id, rep: rep.code, day, ...answers }];
}

/** What reps asked for today, and what their managers did about it. */
function floorOf(today: IsoDate): { command: SentCommand; by: string }[] {
	const random = seededRandom(`floor ${today}`);
	const asking = HELP.flatMap(([obstacle, text, solution], i) => {
		const rep = REPS[(i * 17 + 2) % REPS.length]!;
		const help = idOf(`help ${today} ${i}`);
		const ask = { what: 'help.ask', id: help, rep: rep.code, obstacle, text } as const;
		const by = managerOf(rep);
		const take = { what: 'help.take', id: idOf(`${help} take`), help } as const;
		const closed = { outcome: 'solved', note: solution } as const;
		const close = { what: 'help.close', id: idOf(`${help} close`), help, ...closed } as const;
		return [
			{ command: ask, by: rep.code },
			...(i < 3 ? [{ command: take, by }] : []),
			...(solution ? [{ command: close, by }] : [])
		];
	});
	const walking = Array.from({ length: 12 }, (_, i) => {
		const rep = REPS[(i * 7 + 1) % REPS.length]!;
		const id = idOf(`floor ${today} ${i}`);
		const start = { id, rep: rep.code };
		const [text, tag] = pick(NOTES, random);
		const [topic, shown, nextStep] = pick(COACHING, random);
		const due = addDays(today, i % 5);
		const command: SentCommand = [
			{ what: 'note.write' as const, ...start, text, tags: [tag] },
			{ what: 'coach.record' as const, ...start, topic, shown, nextStep, nextOn: due },
			{ what: 'action.set' as const, ...start, text: `${pick(TODAY, random)}，当天回报`, due },
			{ what: 'call.made' as const, ...start }
		][i % 4]!;
		return { command, by: managerOf(rep) };
	});
	return [...asking, ...shownHelp(today), ...walking];
}

/** The phone that everybody looks at first has one call behind it, and one under way. */
function shownHelp(today: IsoDate): { command: SentCommand; by: string }[] {
	const rep = REPS[0]!;
	const by = managerOf(rep);
	const calls = [
		['supply', '苏州门店催 80 套现货', '从南区调了 80 套，明早到店'],
		['price', '老客户要同价，对手低 5%', '']
	] as const;
	return calls.flatMap(([obstacle, text, note]) => {
		const help = idOf(`help ${today} ${rep.code} ${obstacle}`);
		const closed = { outcome: 'solved', note } as const;
		return [
			{
				command: { what: 'help.ask', id: help, rep: rep.code, obstacle, text } as const,
				by: rep.code
			},
			{ command: { what: 'help.take', id: idOf(`${help} take`), help } as const, by },
			...(note
				? [
						{
							command: { what: 'help.close', id: idOf(`${help} close`), help, ...closed } as const,
							by
						}
					]
				: [])
		];
	});
}

/** The process of the demo company, yesterday and today: visits, three questions, help, and what managers do. */
export async function loadProcess({ process, organisation, clock }: App): Promise<void> {
	const today = organisation.today();
	const minute = organisation.clock.minuteOf(clock());
	const now = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
	const overOn = (day: IsoDate) => (day < today ? '24:00' : day === today ? now : '');
	const days = [
		{ day: addDays(today, -1), isPast: true },
		{ day: today, isPast: false },
		{ day: addDays(today, 1), isPast: false }
	];
	const ofReps = days.flatMap(({ day, isPast }) =>
		REPS.flatMap((rep) => [
			...visitsOf(rep, day, overOn(day)),
			...(day <= today ? answersOf(rep, day, isPast) : [])
		]).map((command) => ({ command, by: 'rep' in command ? command.rep : 'admin' }))
	);
	for (const { command, by } of [...ofReps, ...floorOf(today)]) {
		const done = await process.run(processCommand.parse(command), by);
		if (!done.ok) throw new Error(`the demo's process does not fit: ${JSON.stringify(done)}`);
	}
}
