/**
 * Phones and e-mails out of a file, as a spreadsheet saves it: CSV in any of its manners, or XLSX, of which only the first sheet's
 * values are read. All of it happens here: the server is sent one person after the other, and never a file.
 */

export interface Line {
	/** As the spreadsheet counts. */
	row: number;
	phone: string;
	email: string;
}

export const MOST_BYTES = 1024 * 1024;
export const MOST_ROWS = 100;
/** What a packed file may unpack to. */
const MOST_UNPACKED = 8 * 1024 * 1024;

export class Unreadable extends Error {
	constructor(readonly why: 'too-large' | 'too-many' | 'not-a-sheet' | 'nobody') {
		super(why);
	}
}

export async function linesOf(file: Blob): Promise<Line[]> {
	if (file.size > MOST_BYTES) throw new Unreadable('too-large');
	const bytes = new Uint8Array(await file.arrayBuffer());
	const packed = bytes[0] === 0x50 && bytes[1] === 0x4b;
	const found = people(packed ? await cellsOfXlsx(bytes) : cellsOfCsv(textOf(bytes)));
	if (found.length === 0) throw new Unreadable('nobody');
	if (found.length > MOST_ROWS) throw new Unreadable('too-many');
	return found;
}

/** Whatever the columns are called and in which order: what has an @ is the e-mail, what has digits beside it the phone. */
function people(rows: string[][]): Line[] {
	return rows.flatMap((cells, at) => {
		const email = cells.find((cell) => cell.includes('@')) ?? '';
		const phone = cells.find((cell) => cell !== email && cell.replace(/\D/g, '').length >= 6) ?? '';
		return email || phone ? [{ row: at + 1, phone: phone.trim(), email: email.trim() }] : [];
	});
}

/** Old spreadsheets do not write UTF-8. */
function textOf(bytes: Uint8Array): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return new TextDecoder('windows-1252').decode(bytes);
	}
}

export function cellsOfCsv(text: string): string[][] {
	const first = text.slice(0, text.search(/[\r\n]|$/));
	const parts = [',', ';', '\t'].map((mark) => ({ mark, n: first.split(mark).length }));
	const { mark } = parts.sort((a, b) => b.n - a.n)[0] ?? { mark: ',' };
	const rows: string[][] = [[]];
	let cell = '';
	let quoted = false;
	const ends = (row = rows.at(-1)) => {
		row?.push(cell);
		cell = '';
	};
	for (let at = 0; at < text.length; at += 1) {
		const sign = text[at];
		if (quoted) {
			if (sign !== '"') cell += sign;
			else if (text[at + 1] === '"') cell += text[(at += 1)];
			else quoted = false;
		} else if (sign === '"' && cell === '') quoted = true;
		else if (sign === mark) ends();
		else if (sign === '\n') {
			ends();
			rows.push([]);
		} else if (sign !== '\r') cell += sign;
	}
	ends();
	return rows;
}

async function cellsOfXlsx(bytes: Uint8Array): Promise<string[][]> {
	const files = directory(bytes);
	const sheet = files.get('xl/worksheets/sheet1.xml');
	if (!sheet) throw new Unreadable('not-a-sheet');
	const shared = files.get('xl/sharedStrings.xml');
	const texts = shared ? all(await xml(bytes, shared), 'si').map((si) => said(si)) : [];
	const rows: string[][] = [];
	for (const row of all(await xml(bytes, sheet), 'row')) {
		const at = Number(row.getAttribute('r') ?? rows.length + 1);
		if (!Number.isInteger(at) || at < 1 || at > 100_000) throw new Unreadable('not-a-sheet');
		while (rows.length < at) rows.push([]);
		rows[at - 1] = all(row, 'c').map((cell) => value(cell, texts));
	}
	return rows;
}

function value(cell: Element, texts: string[]): string {
	const kind = cell.getAttribute('t');
	const plain = all(cell, 'v')[0]?.textContent ?? '';
	if (kind === 's') return texts[Number(plain)] ?? '';
	if (kind === 'inlineStr') return said(cell);
	// A phone that was taken for a number: 5.23312044417E11.
	if (/^[\d.]+(E\+?\d+)?$/i.test(plain)) return String(BigInt(Math.round(Number(plain))));
	return plain;
}

const all = (within: Document | Element, name: string): Element[] => [
	...within.getElementsByTagName(name)
];
/** What is written there, without how it is pronounced. */
const said = (within: Element): string =>
	all(within, 't')
		.filter((text) => text.parentElement?.tagName !== 'rPh')
		.map((text) => text.textContent)
		.join('');

interface Packed {
	method: number;
	size: number;
	at: number;
}

/** The list at a ZIP's end: where each file is. */
function directory(bytes: Uint8Array): Map<string, Packed> {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	let end = bytes.length - 22;
	while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
	if (end < 0) throw new Unreadable('not-a-sheet');
	const files = new Map<string, Packed>();
	try {
		let at = view.getUint32(end + 16, true);
		for (let n = view.getUint16(end + 10, true); n > 0; n -= 1) {
			const [name, extra, note] = [28, 30, 32].map((of) => view.getUint16(at + of, true)) as [
				number,
				number,
				number
			];
			files.set(new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name)), {
				method: view.getUint16(at + 10, true),
				size: view.getUint32(at + 20, true),
				at: view.getUint32(at + 42, true)
			});
			at += 46 + name + extra + note;
		}
	} catch (error) {
		if (error instanceof RangeError) throw new Unreadable('not-a-sheet');
		throw error;
	}
	return files;
}

async function xml(bytes: Uint8Array, { method, size, at }: Packed): Promise<Document> {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (at + 30 > bytes.length) throw new Unreadable('not-a-sheet');
	const from = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
	const packed = bytes.slice(from, from + size);
	const text = method === 0 ? new TextDecoder().decode(packed) : await inflate(packed);
	const document = new DOMParser().parseFromString(text, 'application/xml');
	if (document.getElementsByTagName('parsererror').length > 0) throw new Unreadable('not-a-sheet');
	return document;
}

/** As far as it may go: a small file can hold a great deal of nothing. */
async function inflate(packed: Uint8Array<ArrayBuffer>): Promise<string> {
	const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
	const reader = stream.getReader();
	const decoder = new TextDecoder();
	let [text, size] = ['', 0];
	try {
		for (;;) {
			const { done, value: piece } = await reader.read();
			if (done) return text + decoder.decode();
			size += piece.length;
			if (size > MOST_UNPACKED) throw new Unreadable('too-large');
			text += decoder.decode(piece, { stream: true });
		}
	} catch (error) {
		throw error instanceof Unreadable ? error : new Unreadable('not-a-sheet');
	} finally {
		void reader.cancel().catch(() => undefined);
	}
}
