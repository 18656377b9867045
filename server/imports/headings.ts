/** How other systems call what we ask for, in Chinese and English. The first words of a list say it best. */
import type { ImportKind } from '../../src/lib/forms/import-map.ts';

const PERSON = [
	'业务员',
	'销售员',
	'销售人员',
	'业务代表',
	'销售代表',
	'销售顾问',
	'客户经理',
	'负责人',
	'归属人',
	'人员',
	'员工',
	'姓名',
	'sales rep',
	'salesperson',
	'sales person',
	'sales agent',
	'rep',
	'seller',
	'agent',
	'owner',
	'employee'
];
const PERSON_CODE = [
	'工号',
	'业务员编号',
	'员工编号',
	'人员编码',
	'员工号',
	'rep code',
	'rep id',
	'employee id'
];
const AMOUNT = [
	'金额',
	'销售额',
	'销售金额',
	'成交金额',
	'订单金额',
	'实收金额',
	'回款金额',
	'合计金额',
	'价税合计',
	'合计',
	'amount',
	'sales amount',
	'total',
	'revenue',
	'net amount',
	'value',
	'close value',
	'sales'
];
const DATE = [
	'日期',
	'业务日期',
	'销售日期',
	'成交日期',
	'下单日期',
	'订单日期',
	'单据日期',
	'开票日期',
	'出库日期',
	'回款日期',
	'时间',
	'成交时间',
	'下单时间',
	'date',
	'order date',
	'close date',
	'sale date',
	'invoice date',
	'sold at',
	'time'
];
const CUSTOMER = [
	'客户',
	'客户名称',
	'经销商',
	'经销商名称',
	'购货单位',
	'买方',
	'门店',
	'customer',
	'customer name',
	'account',
	'dealer',
	'client',
	'company',
	'buyer'
];
const PRODUCT = [
	'产品',
	'产品名称',
	'商品',
	'商品名称',
	'型号',
	'品名',
	'货品',
	'物料名称',
	'product',
	'product name',
	'item',
	'model',
	'sku'
];
const NAME = ['名称', '姓名', 'name', 'full name', 'title'];
const CODE = ['编号', '编码', '代码', '代号', 'code', 'id', 'no', 'number'];
const TEAM = [
	'团队',
	'所属团队',
	'小组',
	'组别',
	'部门',
	'所属部门',
	'门店',
	'班组',
	'team',
	'department',
	'group',
	'office'
];

export const SYNONYMS: Readonly<Record<ImportKind, Readonly<Record<string, readonly string[]>>>> = {
	entries: {
		occurredAt: DATE,
		rep: [...PERSON, ...PERSON_CODE],
		amount: AMOUNT,
		metric: ['指标', 'metric', 'measure'],
		kind: ['类型', '单据类型', '业务类型', '交易类型', 'type', 'kind', 'transaction type'],
		externalId: [
			'单号',
			'订单号',
			'订单编号',
			'流水号',
			'单据编号',
			'合同号',
			'编号',
			'order id',
			'order no',
			'order number',
			'invoice no',
			'opportunity id',
			'transaction id',
			'reference',
			'id'
		],
		customer: CUSTOMER,
		product: PRODUCT,
		quantity: ['数量', '件数', '销量', '台数', 'quantity', 'qty', 'pieces', 'units'],
		note: ['备注', '说明', '摘要', 'note', 'notes', 'remark', 'comment', 'description'],
		'create.reps.team': TEAM
	},
	targets: {
		'subject.kind': ['对象类型', '类型', 'subject kind', 'type'],
		'subject.code': [
			...PERSON,
			...TEAM,
			...CUSTOMER,
			...PRODUCT,
			...PERSON_CODE,
			'对象',
			'subject'
		],
		amount: [
			'目标',
			'目标金额',
			'销售目标',
			'月目标',
			'任务',
			'任务额',
			'指标值',
			'target',
			'quota',
			'goal',
			...AMOUNT
		],
		'period.unit': ['周期', '期间类型', 'period', 'period unit'],
		'period.start': [
			'月份',
			'月',
			'年月',
			'期间',
			'开始日期',
			...DATE,
			'month',
			'period start',
			'start'
		],
		metric: ['指标', 'metric', 'measure']
	},
	reps: {
		name: [...PERSON, ...NAME],
		code: [...PERSON_CODE, ...CODE],
		team: TEAM,
		since: [
			'入职日期',
			'入职时间',
			'入队日期',
			'加入日期',
			'开始日期',
			'since',
			'joined',
			'hire date',
			'start date',
			'start'
		],
		until: ['离职日期', '离职时间', '结束日期', 'until', 'left', 'leaving date', 'end date', 'end'],
		'create.units.parent': ['大区', '区域', '上级', 'region', 'area']
	},
	customers: {
		name: [...CUSTOMER, ...NAME],
		code: [
			'客户编号',
			'客户编码',
			'客户代码',
			'经销商编号',
			'customer code',
			'customer id',
			'account id',
			...CODE
		],
		kind: ['客户类型', '类型', '类别', 'customer type', 'type', 'kind', 'category'],
		owner: [...PERSON, '跟进人', '维护人', 'account manager']
	},
	products: {
		name: [...PRODUCT, ...NAME],
		code: [
			'产品编号',
			'产品编码',
			'商品编码',
			'物料编码',
			'货号',
			'product code',
			'product id',
			'item no',
			...CODE
		],
		series: [
			'系列',
			'产品系列',
			'品类',
			'类别',
			'分类',
			'series',
			'category',
			'product line',
			'line'
		]
	},
	units: {
		name: [
			'单元',
			'组织',
			'组织名称',
			'部门',
			'部门名称',
			'团队',
			'团队名称',
			...NAME,
			'unit',
			'team',
			'department'
		],
		code: ['组织编码', '部门编码', '部门编号', '团队编号', 'unit code', 'unit id', ...CODE],
		kind: ['类型', '层级', '级别', 'kind', 'type', 'level'],
		parent: [
			'上级',
			'上级部门',
			'上级单元',
			'上级组织',
			'所属大区',
			'大区',
			'parent',
			'parent unit',
			'reports to'
		]
	}
};

/** What columns of a choice hold → what is meant. */
export const MEANINGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	kind: {
		销售: 'sale',
		销售单: 'sale',
		销售出库: 'sale',
		出库: 'sale',
		订单: 'sale',
		正常: 'sale',
		退货: 'return',
		销售退货: 'return',
		退款: 'return',
		退单: 'return',
		回款: 'collection',
		收款: 'collection',
		调整: 'adjustment',
		Sale: 'sale',
		Sales: 'sale',
		Order: 'sale',
		Return: 'return',
		Refund: 'return',
		Collection: 'collection',
		Payment: 'collection',
		Adjustment: 'adjustment'
	},
	'customers.kind': {
		经销商: 'dealer',
		代理商: 'dealer',
		分销商: 'dealer',
		零售: 'retail',
		零售客户: 'retail',
		终端: 'retail',
		潜在: 'prospect',
		潜在客户: 'prospect',
		意向客户: 'prospect',
		Dealer: 'dealer',
		Retail: 'retail',
		Prospect: 'prospect'
	},
	'units.kind': {
		公司: 'company',
		总部: 'company',
		大区: 'region',
		区域: 'region',
		分公司: 'region',
		团队: 'team',
		小组: 'team',
		组: 'team',
		部门: 'team',
		门店: 'team',
		Company: 'company',
		Region: 'region',
		Team: 'team'
	},
	'period.unit': {
		月: 'month',
		月度: 'month',
		季: 'quarter',
		季度: 'quarter',
		年: 'year',
		年度: 'year',
		Month: 'month',
		Quarter: 'quarter',
		Year: 'year'
	},
	'subject.kind': {
		业务员: 'rep',
		个人: 'rep',
		团队: 'unit',
		部门: 'unit',
		大区: 'unit',
		公司: 'unit',
		经销商: 'dealer',
		客户: 'dealer',
		产品: 'product',
		商品: 'product',
		Rep: 'rep',
		Team: 'unit',
		Unit: 'unit',
		Dealer: 'dealer',
		Product: 'product'
	}
};
