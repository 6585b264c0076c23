/** What stands at the caret of a text: the beginning of a shortcut or a mention. Pure. */

export interface Typed {
	/** Where the sign stands. */
	from: number;
	to: number;
	word: string;
}

/** `/word` or `@Some Name` that is being typed: at the beginning or after a space, up to the caret. */
export function typedAfter(sign: '/' | '@', text: string, caret: number): Typed | undefined {
	const line = text.slice(0, caret);
	const from = line.lastIndexOf(sign);
	if (from < 0 || (from > 0 && !/[\s(]/.test(line[from - 1] ?? ''))) return undefined;
	const word = line.slice(from + 1);
	// A name has a space or two; a shortcut has none.
	const shape =
		sign === '/' ? /^[\p{L}\p{N}_-]{0,32}$/u : /^(?! )[\p{L}\p{N}'.-]*(?: [\p{L}\p{N}'.-]*){0,2}$/u;
	return shape.test(word) ? { from, to: caret, word } : undefined;
}

/** The text with that piece replaced, and where the caret then is. */
export function replaced(
	text: string,
	{ from, to }: Typed,
	by: string
): { text: string; caret: number } {
	return { text: text.slice(0, from) + by + text.slice(to), caret: from + by.length };
}

/** Put in at the caret, apart from the words around it. */
export function inserted(
	text: string,
	from: number,
	to: number,
	by: string
): { text: string; caret: number } {
	const before = text.slice(0, from);
	const after = text.slice(to);
	const space = before === '' || /\s$/.test(before) ? '' : ' ';
	return { text: before + space + by + after, caret: (before + space + by).length };
}
