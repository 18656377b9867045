/**
 * The one chart.js chart of the wall: made once, changed in place. A new one per update would leak.
 * Only what a line chart needs is registered, so that the rest stays out of the bundle.
 */
import {
	CategoryScale,
	Chart,
	LinearScale,
	LineController,
	LineElement,
	PointElement,
	type ChartDataset
} from 'chart.js';
import type { Cumulative } from './cumulative.ts';

Chart.register(CategoryScale, LinearScale, LineController, LineElement, PointElement);

export interface LineChart {
	update(data: Cumulative): void;
	destroy(): void;
}

type Line = ChartDataset<'line', (number | null)[]>;

export function createLineChart(canvas: HTMLCanvasElement, first: Cumulative): LineChart {
	const style = getComputedStyle(canvas);
	const token = (name: string) => style.getPropertyValue(name).trim();
	/** 1 px of the 1080p design; changes with the window. */
	const px = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 100;
	let shown = first;

	const line = (color: string): Line => ({
		data: [],
		borderColor: color,
		pointRadius: 0,
		spanGaps: true,
		borderCapStyle: 'round',
		borderJoinStyle: 'round'
	});
	const target = line(token('--dim'));
	const heading = line(token('--gold'));
	const actual = line(token('--gold'));

	/** Today: the upright time mark, and the point we have reached. */
	const today = {
		id: 'today',
		afterDatasetsDraw(chart: Chart) {
			const reached = shown.actual[shown.today];
			const x = chart.scales['x'];
			const y = chart.scales['y'];
			if (typeof reached !== 'number' || !x || !y) return;
			const { ctx, chartArea } = chart;
			const left = x.getPixelForValue(shown.today);
			ctx.save();
			ctx.fillStyle = token('--faint');
			ctx.fillRect(left - px(), chartArea.top, 2 * px(), chartArea.height);
			ctx.beginPath();
			ctx.arc(left, y.getPixelForValue(reached), 10 * px(), 0, 2 * Math.PI);
			ctx.fillStyle = token('--text');
			ctx.fill();
			ctx.lineWidth = 5 * px();
			ctx.strokeStyle = token('--ground');
			ctx.stroke();
			ctx.restore();
		}
	};

	const chart = new Chart<'line', (number | null)[]>(canvas, {
		type: 'line',
		data: { labels: [], datasets: [target, heading, actual] },
		plugins: [today],
		options: {
			animation: false,
			events: [],
			maintainAspectRatio: false,
			scales: {
				x: {
					border: { color: token('--faint') },
					grid: { display: false },
					ticks: { autoSkip: false, color: token('--dim'), maxRotation: 0 }
				},
				y: { display: false }
			}
		}
	});

	/** Everything in the picture that is measured in pixels. */
	function fit() {
		const unit = px();
		actual.borderWidth = 7 * unit;
		target.borderWidth = heading.borderWidth = 4 * unit;
		target.borderDash = [0.1, 11 * unit];
		heading.borderDash = [14 * unit, 11 * unit];
		const x = chart.options.scales?.['x'];
		if (x?.ticks) x.ticks.font = { family: 'Barlow Semi Condensed', size: 25 * unit, weight: 500 };
		chart.options.layout = { padding: { top: 14 * unit, right: 12 * unit, left: 4 * unit } };
	}

	function draw() {
		fit();
		// Every seventh day is named; the others are only places on the axis.
		chart.data.labels = shown.days.map((day, i) =>
			i % 7 === 0 ? String(Number(day.slice(8))) : ''
		);
		target.data = shown.target;
		heading.data = shown.heading;
		actual.data = shown.actual;
		chart.update('none');
	}

	chart.options.onResize = () => queueMicrotask(draw);
	// The canvas does not wait for the font by itself.
	void document.fonts?.ready.then(() => chart.ctx && draw());
	draw();

	return {
		update(data) {
			shown = data;
			draw();
		},
		destroy: () => chart.destroy()
	};
}
