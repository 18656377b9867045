/** The tracking table as a workbook that looks like the page: its colours, its signs, its frozen heading. */
import writeXlsxFile, { type Cell, type Row, type Sheet } from 'write-excel-file/node';
import { isBehind, type TrackedDay } from '$lib/domain/heat.ts';
import type { PaceStatus } from '$lib/domain/pace.ts';
import type { Locale } from '$lib/format/locale.ts';
import { metricName } from '$lib/format/metric.ts';
import { chance } from '$lib/format/percent.ts';
import { dayTitle, monthTitle, sinceTime } from '$lib/format/time.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Part, TrackingView } from '$server/tracking/tracking.ts';
import { DAY_COLUMNS } from './columns.ts';
import { plain, sentenceOf } from './sentence.ts';
import { STATUS_SIGN, statusText, verdictText } from './status.ts';

interface Made {
	organisation: string;
	fractionDigits: number;
	timeZone: string;
	locale: Locale;
}

/** The tokens of src/app.css that a sheet of paper needs. */
const INK = { text: '#201a15', dim: '#655a4f', line: '#e9e0d4', head: '#faf6ef', today: '#fbf0d9' };
const HEAT: Readonly<Record<PaceStatus, { textColor: string; backgroundColor: string }>> = {
	done: { textColor: '#8f5d05', backgroundColor: '#fbf0d9' },
	ahead: { textColor: '#127350', backgroundColor: '#e4f2ec' },
	'on-track': { textColor: '#127350', backgroundColor: '#f1f8f5' },
	behind: { textColor: '#8f5a03', backgroundColor: '#fdf1dc' },
	'at-risk': { textColor: '#b5361f', backgroundColor: '#fbe6e2' }
};
const RATIO = '0.0%';

interface Amounts {
	divisor: number;
	format: string;
}

const amountsOf = ({ metric }: TrackingView, { fractionDigits }: Made): Amounts =>
	metric.kind === 'money'
		? {
				divisor: 10 ** fractionDigits,
				format: `#,##0${fractionDigits ? `.${'0'.repeat(fractionDigits)}` : ''}`
			}
		: { divisor: 1, format: '#,##0' };

const line = { bottomBorderStyle: 'thin', bottomBorderColor: INK.line } as const;

const heading = (value: string, end = true): Cell => ({
	value,
	fontWeight: 'bold',
	textColor: INK.dim,
	backgroundColor: INK.head,
	align: end ? 'right' : 'left',
	alignVertical: 'center',
	wrap: true,
	...line
});

const number = (value: number | undefined, format: string, style: object = {}): Cell =>
	value === undefined
		? { value: '', ...line, ...style }
		: { value, type: Number, format, align: 'right', ...line, ...style };

const statusCell = (status: PaceStatus | undefined, style: object): Cell =>
	status === undefined
		? { value: '', ...line, ...style }
		: {
				value: `${STATUS_SIGN[status]} ${statusText(status)}`,
				...line,
				...style,
				...HEAT[status]
			};

/** What stands above both tables. */
function titleRows(tracking: TrackingView, made: Made, columns: number): Row[] {
	const { subject, metric, month, progress } = tracking;
	const { locale, timeZone, fractionDigits } = made;
	const measure = { kind: metric.kind, fractionDigits };
	const wide = (value: string, style: object): Row => [
		{ value, columnSpan: columns, ...style },
		...Array.from({ length: columns - 1 }, () => null)
	];
	const title = `${subject.name} · ${month.from.slice(0, 4)} ${monthTitle(month.from, locale)} · ${metricName(metric)}`;
	return [
		wide(title, { fontSize: 16, fontWeight: 'bold', textColor: INK.text, height: 28 }),
		wide(plain(sentenceOf(progress, measure, locale)), {
			textColor: INK.text
		}),
		wide(
			m.tracking_workbook_made(
				{
					organisation: made.organisation,
					time: sinceTime(tracking.at, 0, timeZone, locale)
				},
				{ locale }
			),
			{ textColor: INK.dim, bottomBorderStyle: 'thin', bottomBorderColor: INK.dim }
		)
	];
}

function dayRow(day: TrackedDay, tracking: TrackingView, made: Made, amounts: Amounts): Row {
	const isToday = day.date === tracking.today;
	const style = {
		...(isToday ? { backgroundColor: INK.today, fontWeight: 'bold' as const } : {}),
		textColor: day.weight === 0 ? INK.dim : INK.text
	};
	const words = [
		dayTitle(day.date, made.locale),
		...(isToday ? [tracking.past ? m.tracking_that_day() : m.tracking_today()] : []),
		...(day.weight === 0 ? [m.tracking_day_off()] : [])
	];
	return [
		{ value: words.join(' '), ...line, ...style },
		...DAY_COLUMNS.map((column): Cell => {
			const value = day[column.key];
			if (column.kind === 'amount')
				return number(
					value === undefined ? undefined : value / amounts.divisor,
					amounts.format,
					style
				);
			const heat = column.key === 'attainment' && day.status ? HEAT[day.status] : {};
			return number(value, RATIO, { ...style, ...heat });
		}),
		statusCell(day.status, style)
	];
}

const PART_HEADS = (): Row => [
	heading('', false),
	heading(m.tracking_target()),
	heading(m.tracking_actual()),
	heading(m.tracking_attainment()),
	heading(m.tracking_time_progress()),
	heading(m.tracking_part_gap()),
	heading(m.tracking_part_required()),
	heading(m.tracking_status(), false),
	heading(m.tracking_outlook(), false)
];

function partRow(part: Part, made: Made, { divisor, format }: Amounts): Row {
	const amount = (value: number | undefined) =>
		number(value === undefined ? undefined : value / divisor, format);
	const heat = part.status && isBehind(part.status) ? HEAT[part.status] : {};
	return [
		{ value: part.name, fontWeight: 'bold', ...line },
		amount(part.target),
		amount(part.value),
		number(part.attainment, RATIO, heat),
		number(part.timeProgress, RATIO),
		amount(part.gap),
		amount(part.requiredPerDay),
		statusCell(part.status, {}),
		{
			value:
				part.outlook && part.status !== 'done'
					? m.tracking_outlook_cell({
							verdict: verdictText(part.outlook.verdict),
							percent: chance(part.outlook.probability, made.locale)
						})
					: '',
			...line
		}
	];
}

const NAME_WIDTH = 22;
const AMOUNT_WIDTH = 17;

export async function trackingWorkbook(tracking: TrackingView, made: Made): Promise<Buffer> {
	const amounts = amountsOf(tracking, made);
	const dayColumns = DAY_COLUMNS.length + 2;
	const days: Row[] = [
		...titleRows(tracking, made, dayColumns),
		[
			heading(m.tracking_date(), false),
			...DAY_COLUMNS.map(({ label }) => heading(label())),
			heading(m.tracking_status(), false)
		],
		...tracking.days.map((day) => dayRow(day, tracking, made, amounts))
	];
	const heads = PART_HEADS();
	const parts: Row[] = [
		...titleRows(tracking, made, heads.length),
		heads,
		...tracking.parts.rows.map((part) => partRow(part, made, amounts))
	];
	const sheet = (name: string, data: Row[], columns: number): Sheet<never> => ({
		sheet: name,
		data,
		orientation: 'landscape',
		showGridLines: false,
		stickyRowsCount: 4,
		stickyColumnsCount: 1,
		columns: Array.from({ length: columns }, (_, i) => ({
			width: i === 0 ? NAME_WIDTH : AMOUNT_WIDTH
		}))
	});
	const sheets = [sheet(m.tracking_days(), days, dayColumns)];
	if (tracking.parts.rows.length > 0)
		sheets.push(sheet(m.tracking_parts_sheet(), parts, heads.length));
	return writeXlsxFile(sheets as never).toBuffer();
}
