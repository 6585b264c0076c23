/** Where a row stood, by its key. */
export interface Stood {
	key: unknown;
	start: number;
}

/**
 * By how much a list must scroll so that what was seen stays where it was. Most of the rows that are still there decide:
 * the one that jumped to the top because something happened to it does not drag the list along.
 */
export function shift(before: Stood[], now: (key: unknown) => number | undefined): number {
	const moved = before
		.map(({ key, start }) => {
			const at = now(key);
			return at === undefined ? undefined : at - start;
		})
		.filter((by) => by !== undefined)
		.sort((a, b) => a - b);
	return moved[Math.floor(moved.length / 2)] ?? 0;
}
