/** The demo company: 云锦家纺, a home-textile maker with 3 regions, 8 teams, 48 reps, 60 dealers, 12 products. */

export const COMPANY = { code: 'HQ', name: '云锦家纺' };

export const REGIONS = [
	{ code: 'EAST', name: '华东大区' },
	{ code: 'SOUTH', name: '华南大区' },
	{ code: 'NORTH', name: '华北大区' }
];

/** `form`: how well a team does against its target, so that some are ahead and some behind. */
export const TEAMS = [
	{ code: 'E1', name: '华东一队', region: 'EAST', form: 1.1 },
	{ code: 'E2', name: '华东二队', region: 'EAST', form: 0.93 },
	{ code: 'E3', name: '华东三队', region: 'EAST', form: 1.02 },
	{ code: 'S1', name: '华南一队', region: 'SOUTH', form: 1.06 },
	{ code: 'S2', name: '华南二队', region: 'SOUTH', form: 0.86 },
	{ code: 'S3', name: '华南三队', region: 'SOUTH', form: 0.98 },
	{ code: 'N1', name: '华北一队', region: 'NORTH', form: 0.8 },
	{ code: 'N2', name: '华北二队', region: 'NORTH', form: 1.03 }
];

const NAMES = [
	'李娜 王建国 陈晓燕 欧阳思远 刘洋 赵敏',
	'孙伟 周杰 吴婷婷 郑凯 冯雪 蒋文博',
	'沈佳怡 韩磊 杨帆 朱晓彤 秦浩 许诺',
	'何雨桐 吕志强 施静 张博文 孔令辉 曹颖',
	'严明 华梓萱 金鑫 魏子涵 陶然 姜海涛',
	'戚薇薇 谢东升 邹媛 喻晨曦 柏松 窦晓东',
	'章一鸣 云飞扬 苏婉清 潘石磊 葛红梅 范思哲',
	'彭程 郎朗月 鲁大海 韦一笑 马晓琳 苗青青'
];

export interface DemoRep {
	code: string;
	name: string;
	team: string;
	/** What this rep is expected to sell, as a share of the average. */
	skill: number;
	/** What the rep sells of that. */
	form: number;
	/** How much of what is usual the rep collects. */
	collects: number;
	/** Joined so many days before the demo was loaded; absent: always there. */
	joined?: number;
}

/** Newcomers, and since how many days. */
const JOINED: Record<string, number> = { R018: 38, R030: 61, R048: 17 };

/** Sells well and collects badly: so the first phone has an alert to look at. */
const COLLECTS: Record<string, number> = { R001: 0.3 };

/** Six reps a team; skills spread so that the race has leaders, a dense middle and laggards. */
export const REPS: DemoRep[] = TEAMS.flatMap((team, t) =>
	NAMES[t]!.split(' ').map((name, i) => {
		const code = `R${String(t * 6 + i + 1).padStart(3, '0')}`;
		const joined = JOINED[code];
		return {
			code,
			name,
			team: team.code,
			skill: 0.62 + ((t * 7 + i * 11) % 24) / 30,
			form: team.form * (0.85 + ((t * 5 + i * 7) % 13) / 40),
			collects: COLLECTS[code] ?? 1,
			...(joined === undefined ? {} : { joined })
		};
	})
);

export const PRODUCTS = [
	['P01', '桑蚕丝被', '被芯', 2_680],
	['P02', '羽绒冬被', '被芯', 1_980],
	['P03', '大豆纤维被', '被芯', 698],
	['P04', '长绒棉四件套', '套件', 1_280],
	['P05', '天丝四件套', '套件', 1_580],
	['P06', '婚庆十件套', '套件', 4_980],
	['P07', '乳胶枕', '枕芯', 399],
	['P08', '记忆棉枕', '枕芯', 299],
	['P09', '床垫保护罩', '床品', 259],
	['P10', '法兰绒毛毯', '床品', 329],
	['P11', '纯棉毛巾礼盒', '巾品', 168],
	['P12', '遮光窗帘', '窗品', 880]
].map(([code, name, series, price]) => ({
	code: String(code),
	name: String(name),
	series: String(series),
	/** Yuan. */
	price: Number(price)
}));

const CITIES: Record<string, string> = {
	EAST: '上海 苏州 杭州 南京 宁波 无锡 合肥 南通 嘉兴 温州',
	SOUTH: '广州 深圳 佛山 东莞 厦门 福州 南宁 海口 长沙 武汉',
	NORTH: '北京 天津 石家庄 济南 青岛 郑州 太原 沈阳 大连 西安'
};
const SHOPS = ['锦绣家纺', '百联布艺'];

/** Two dealers a city; the reps of the region look after them in turn. */
export const DEALERS = REGIONS.flatMap(({ code: region }) =>
	CITIES[region]!.split(' ').flatMap((city, c) =>
		SHOPS.map((shop, s) => ({ region, name: `${city}${shop}`, place: c * 2 + s }))
	)
).map(({ region, name, place }, i) => {
	const reps = REPS.filter(
		(rep) => TEAMS.find((team) => team.code === rep.team)?.region === region
	);
	return {
		code: `D${String(i + 1).padStart(3, '0')}`,
		name,
		owner: reps[place % reps.length]!.code
	};
});

export const dealersOf = (rep: string) => DEALERS.filter((dealer) => dealer.owner === rep);

/** Everybody's in the demo, which holds nothing that is anybody's. */
export const PASSWORD = 'longhubang';

/** Who can sign in: one of each role, and all managers. */
export const ACCOUNTS = [
	{ code: 'admin', name: '周敏', administrator: true },
	{ code: 'M-EAST', name: '沈国强', leads: ['EAST'] },
	{ code: 'M-SOUTH', name: '林雅琴', leads: ['SOUTH'] },
	{ code: 'M-NORTH', name: '赵铁军', leads: ['NORTH'] },
	{ code: 'finance', name: '顾雪梅', viewer: true },
	{ code: REPS[0]!.code, name: REPS[0]!.name }
];

/** What an average rep sells on a working day, yuan. */
export const DAILY_YUAN = 104_000;
/** A sale of this much is celebrated, fen. */
export const BIG_DEAL = 2_000_000;
