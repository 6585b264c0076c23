/** A text cut where what was found begins and ends: marks are `[start, end]` places of a JavaScript string. */
export interface Piece {
	text: string;
	marked: boolean;
}

export function pieces(text: string, marks: readonly (readonly number[])[]): Piece[] {
	const found: Piece[] = [];
	let at = 0;
	for (const [start = 0, end = 0] of marks) {
		if (start < at || end <= start || end > text.length) continue;
		if (start > at) found.push({ text: text.slice(at, start), marked: false });
		found.push({ text: text.slice(start, end), marked: true });
		at = end;
	}
	if (at < text.length) found.push({ text: text.slice(at), marked: false });
	return found;
}

/** `#1042`, or the number alone: a ticket by its number. */
export function ticketNumber(typed: string): number | undefined {
	const digits = typed.trim().match(/^#\s*(\d{1,12})$/)?.[1];
	return digits ? Number(digits) : undefined;
}
