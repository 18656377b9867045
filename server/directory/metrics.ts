import type { MetricForm } from '../../src/lib/forms/directory.ts';
import type { Transaction } from '../database/connection.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { Metric, Mirror } from './mirror.ts';
import { metrics } from './schema.ts';

const MICRO = 1_000_000;

export const viewMetric = (_: Mirror, metric: Metric, fractionDigits: number) => ({
	code: metric.code,
	name: metric.name,
	kind: metric.kind,
	points: (metric.pointsMicro * (metric.kind === 'money' ? 10 ** fractionDigits : 1)) / MICRO,
	builtIn: metric.builtIn
});

/** Points come per whole unit and are kept per minor unit, in millionths: sums stay integers. */
export async function putMetric(
	tx: Transaction,
	mirror: Mirror,
	code: string,
	form: MetricForm,
	fractionDigits: number
): Promise<Outcome<object>> {
	const before = mirror.metrics.named(code);
	if (before && before.kind !== form.kind)
		return failed(problem('kind', 'kind-is-fixed', form.kind, { kind: before.kind }));
	const perMinor =
		((form.points ?? 0) * MICRO) / (form.kind === 'money' ? 10 ** fractionDigits : 1);
	const pointsMicro = Math.round(perMinor);
	if (Math.abs(perMinor - pointsMicro) > 1e-6)
		return failed(problem('points', 'points-too-fine', form.points));
	const values = {
		name: form.name,
		kind: form.kind,
		...(form.points === undefined ? {} : { pointsMicro })
	};
	await tx
		.insert(metrics)
		.values({ code, ...values })
		.onConflictDoUpdate({ target: metrics.code, set: values });
	return { ok: true };
}
