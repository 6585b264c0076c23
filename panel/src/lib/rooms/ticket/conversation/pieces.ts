/** A text in pieces to be drawn: words, addresses that can be followed, people who are mentioned. Nothing in it is markup. */
export type Piece = { text: string; href?: string; mention?: boolean };

const LINK = /\bhttps?:\/\/[^\s<>"]+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+/giu;

export function pieces(text: string, mentions: readonly string[] = []): Piece[] {
	const names = [...mentions].filter(Boolean).sort((a, b) => b.length - a.length);
	return split(text, LINK, (match) => {
		// What ends a sentence does not belong to the address.
		const clean = match.replace(/[.,;:!?)\]}'»”]+$/u, (tail) =>
			tail.startsWith(')') && match.includes('(') ? ')' : ''
		);
		const href = /^https?:/i.test(clean) ? clean : `mailto:${clean}`;
		return [
			{ text: clean, href },
			...(clean === match ? [] : [{ text: match.slice(clean.length) }])
		];
	}).flatMap((piece) => {
		if (piece.href || names.length === 0) return [piece];
		const any = new RegExp(`@(?:${names.map(escaped).join('|')})`, 'giu');
		return split(piece.text, any, (match) => [{ text: match, mention: true }]);
	});
}

function split(text: string, at: RegExp, make: (match: string) => Piece[]): Piece[] {
	const out: Piece[] = [];
	let end = 0;
	for (const match of text.matchAll(at)) {
		if (match.index > end) out.push({ text: text.slice(end, match.index) });
		out.push(...make(match[0]));
		end = match.index + match[0].length;
	}
	if (end < text.length) out.push({ text: text.slice(end) });
	return out;
}

const escaped = (name: string) => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
