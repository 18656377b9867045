import { isDateStyle, unescapeText } from './cell.ts';
import { BadWorkbook, readPart } from './package.ts';
import type { XlsxPackage } from './package.ts';

export interface Workbook {
	epoch: 1900 | 1904;
	/** Names in order, and the part that holds each sheet. */
	sheets: { name: string; part: string }[];
	strings: readonly string[];
	/** By index of a cell style. */
	dateStyles: readonly boolean[];
}

const ROOT = 'xl/';

/** Targets are relative to the workbook, or absolute in the package. */
const partOf = (target: string) => (target.startsWith('/') ? target.slice(1) : ROOT + target);

async function readRelations(
	zip: XlsxPackage
): Promise<Map<string, { type: string; part: string }>> {
	const relations = new Map<string, { type: string; part: string }>();
	await readPart(zip, 'xl/_rels/workbook.xml.rels', {
		open(name, attributes, decode) {
			if (name !== 'Relationship') return;
			const { Id = '', Type = '', Target = '' } = attributes();
			relations.set(Id, {
				type: Type.slice(Type.lastIndexOf('/') + 1),
				part: partOf(decode(Target))
			});
		}
	});
	return relations;
}

async function readDateStyles(zip: XlsxPackage, part: string): Promise<boolean[]> {
	const codes = new Map<number, string>();
	const styles: boolean[] = [];
	let inCellStyles = false;
	await readPart(zip, part, {
		open(name, attributes, decode) {
			if (name === 'numFmt') {
				const { numFmtId, formatCode = '' } = attributes();
				codes.set(Number(numFmtId), decode(formatCode));
			} else if (name === 'cellXfs') inCellStyles = true;
			else if (name === 'xf' && inCellStyles) {
				const id = Number(attributes().numFmtId ?? 0);
				styles.push(isDateStyle(id, codes.get(id)));
			}
		},
		close(name) {
			if (name === 'cellXfs') inCellStyles = false;
		}
	});
	return styles;
}

/** The texts of all cells; of a rich text its runs, without the readings above East Asian characters. */
async function readStrings(zip: XlsxPackage, part: string): Promise<string[]> {
	const strings: string[] = [];
	let [text, inText, inReading] = ['', false, false];
	await readPart(zip, part, {
		open(name) {
			if (name === 'si') text = '';
			else if (name === 't') inText = !inReading;
			else if (name === 'rPh') inReading = true;
		},
		text(piece) {
			if (inText) text += piece;
		},
		close(name) {
			if (name === 'si') strings.push(unescapeText(text));
			else if (name === 't') inText = false;
			else if (name === 'rPh') inReading = false;
		}
	});
	return strings;
}

export async function readWorkbook(zip: XlsxPackage): Promise<Workbook> {
	const relations = await readRelations(zip);
	const sheets: Workbook['sheets'] = [];
	let epoch: 1900 | 1904 = 1900;
	await readPart(zip, 'xl/workbook.xml', {
		open(name, attributes, decode) {
			if (name === 'workbookPr') {
				const { date1904 } = attributes();
				if (date1904 === '1' || date1904 === 'true') epoch = 1904;
			} else if (name === 'sheet') {
				const { name: title = '', 'r:id': id = '' } = attributes();
				const relation = relations.get(id);
				if (relation?.type === 'worksheet')
					sheets.push({ name: decode(title), part: relation.part });
			}
		}
	});
	if (sheets.length === 0) throw new BadWorkbook();
	const partOfType = (type: string) =>
		[...relations.values()].find((relation) => relation.type === type)?.part;
	const styles = partOfType('styles');
	const strings = partOfType('sharedStrings');
	return {
		epoch,
		sheets,
		strings: strings ? await readStrings(zip, strings) : [],
		dateStyles: styles ? await readDateStyles(zip, styles) : []
	};
}
