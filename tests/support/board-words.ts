/** Names for board-fixture.ts: people, teams and customers, and the long ones that test the layout. */
export const NAMES = {
	'zh-CN': [
		'李娜 王建国 陈晓燕 欧阳思远 刘洋 赵敏 孙伟 周杰 吴婷婷 郑凯 冯雪 蒋雯 韩磊 杨帆 朱琳 秦岚',
		'许诺 何静 吕梁 施展 张弛 孔维 曹颖 严宽 华晨 金鑫 魏来 陶然 姜山 谢宁 邹凯 窦骁'
	],
	en: [
		'Anna Keller|James Okafor|Mei Lin|Sofia Marchetti|Tom Becker|Priya Raman|Lucas Moreau|Emma Clarke',
		'Noah Fischer|Olivia Hart|Daniel Osei|Chloe Martin|Ivan Petrov|Grace Kim|Hugo Silva|Nina Berg'
	]
};
export const LONG = {
	'zh-CN': '欧阳娜娜·阿卜杜拉',
	en: 'Maximiliano Featherstonehaugh'
};
export const TEAMS = {
	'zh-CN': [
		'华东一队',
		'华南二队',
		'华北一队',
		'华东三队',
		'华南一队',
		'华北二队',
		'华东二队',
		'西南一队'
	],
	en: [
		'East One',
		'South Two',
		'North One',
		'East Three',
		'South One',
		'North Two',
		'East Two',
		'West One'
	]
};
export const LONG_TEAM = {
	'zh-CN': '粤港澳大湾区重点客户直营团队',
	en: 'Greater Bay Area Key Accounts Direct'
};
export const CUSTOMERS = {
	'zh-CN': [
		'罗莱家纺上海旗舰店',
		'苏宁易购',
		'红星美凯龙杭州店',
		'居然之家',
		'富安娜无锡',
		'水星家纺经销商'
	],
	en: [
		'Harbour Textiles',
		'Nordic Home AB',
		'Fifth & Main',
		'Casa Bella',
		'Linen Works',
		'The Blanket Co.'
	]
};
