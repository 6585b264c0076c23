/** Rows of so many, and the way from one cell to the next by keys. Pure. */

export function rowsOf<T>(all: readonly T[], columns: number): T[][] {
	const rows: T[][] = [];
	for (let at = 0; at < all.length; at += columns) rows.push(all.slice(at, at + columns));
	return rows;
}

type Cell = [row: number, column: number];

/** Where a key leads from here; nothing when it is none of ours, or leads nowhere. */
export function step(
	rows: readonly unknown[][],
	[row, column]: Cell,
	key: string
): Cell | undefined {
	const length = (at: number) => rows[at]?.length ?? 0;
	const to = (at: number, wish: number): Cell | undefined =>
		length(at) ? [at, Math.max(0, Math.min(wish, length(at) - 1))] : undefined;
	switch (key) {
		case 'ArrowRight':
			return column + 1 < length(row) ? [row, column + 1] : to(row + 1, 0);
		case 'ArrowLeft':
			return column > 0 ? [row, column - 1] : to(row - 1, Infinity);
		case 'ArrowDown':
			return to(row + 1, column);
		case 'ArrowUp':
			return to(row - 1, column);
		case 'Home':
			return to(row, 0);
		case 'End':
			return to(row, Infinity);
		default:
			return undefined;
	}
}
