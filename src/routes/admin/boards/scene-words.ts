/** The texts of scenes, each named: what is looked up by parts of a key would bring the whole catalogue along. */
import { m } from '$lib/paraglide/messages.js';
import type { SceneKind } from '$lib/scenes/kinds.ts';

type Word = () => string;

export const KIND_WORDS: Readonly<Record<SceneKind, { name: Word; hint: Word }>> = {
	overview: { name: m.scene_overview, hint: m.scene_overview_hint },
	leaderboard: { name: m.scene_leaderboard, hint: m.scene_leaderboard_hint },
	progress: { name: m.scene_progress, hint: m.scene_progress_hint },
	race: { name: m.scene_race, hint: m.scene_race_hint },
	chart: { name: m.scene_chart, hint: m.scene_chart_hint },
	daily: { name: m.scene_daily, hint: m.scene_daily_hint },
	dealers: { name: m.scene_dealers, hint: m.scene_dealers_hint },
	collections: { name: m.scene_collections, hint: m.scene_collections_hint },
	movers: { name: m.scene_movers, hint: m.scene_movers_hint },
	alerts: { name: m.scene_alerts, hint: m.scene_alerts_hint },
	activity: { name: m.scene_activity, hint: m.scene_activity_hint },
	contest: { name: m.scene_contest, hint: m.scene_contest_hint },
	sprint: { name: m.scene_sprint, hint: m.scene_sprint_hint },
	announcement: { name: m.scene_announcement, hint: m.scene_announcement_hint },
	slogans: { name: m.scene_slogans, hint: m.scene_slogans_hint },
	clock: { name: m.scene_clock, hint: m.scene_clock_hint },
	page: { name: m.scene_page, hint: m.scene_page_hint }
};

/** Of every option of a scene. */
export const FIELD_NAME: Readonly<Record<string, Word>> = {
	metric: m.scene_field_metric,
	measure: m.scene_field_measure,
	level: m.scene_field_level,
	period: m.scene_field_period,
	top: m.scene_field_top,
	podium: m.scene_field_podium,
	bottom: m.scene_field_bottom,
	title: m.scene_field_title,
	text: m.scene_field_text,
	picture: m.scene_field_picture,
	layout: m.scene_field_layout,
	lines: m.scene_field_lines,
	target: m.scene_field_target,
	moment: m.scene_field_moment,
	address: m.scene_field_address,
	zoom: m.scene_field_zoom,
	compare: m.scene_field_compare,
	against: m.scene_field_against,
	overdue: m.scene_field_overdue,
	each: m.scene_field_each,
	months: m.scene_field_months,
	pace: m.scene_field_pace,
	collection: m.scene_field_collection,
	idle: m.scene_field_idle,
	report: m.scene_field_report,
	people: m.scene_field_people,
	contest: m.scene_field_contest,
	names: m.scene_field_names,
	places: m.scene_field_places,
	visits: m.scene_field_visits,
	history: m.scene_field_history,
	deadline: m.scene_field_deadline
};

/** Of every option that is a choice, by its values. */
export const CHOICE_NAME: Readonly<Record<string, Readonly<Record<string, Word>>>> = {
	measure: {
		total: m.scene_measure_total,
		attainment: m.scene_measure_attainment,
		growth: m.scene_measure_growth,
		gap: m.scene_measure_gap,
		points: m.scene_measure_points
	},
	level: {
		rep: m.scene_level_rep,
		team: m.scene_level_team,
		region: m.scene_level_region,
		dealer: m.scene_level_dealer,
		product: m.scene_level_product
	},
	period: {
		day: m.scene_period_day,
		week: m.scene_period_week,
		month: m.scene_period_month,
		quarter: m.scene_period_quarter,
		year: m.scene_period_year
	},
	target: {
		none: m.scene_target_none,
		day: m.scene_target_day,
		month: m.scene_target_month,
		moment: m.scene_target_moment
	},
	layout: {
		side: m.scene_layout_side,
		full: m.scene_layout_full
	},
	compare: {
		previous: m.scene_compare_previous,
		year: m.scene_compare_year,
		none: m.scene_compare_none
	},
	deadline: {
		day: m.scene_deadline_day,
		month: m.scene_deadline_month,
		moment: m.scene_deadline_moment
	}
};
