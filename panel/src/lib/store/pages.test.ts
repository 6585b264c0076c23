import { expect, test, vi } from 'vitest';
import { Entities } from './entities.svelte';
import { Pages, type Page } from './pages.svelte';

interface Row {
	id: string;
	at: number;
	open?: boolean;
}

const row = (id: string, at: number, open = true): Row => ({ id, at, open });

function list(...pages: Page<Row>[]) {
	const entities = new Entities<Row>();
	const load = vi.fn(
		async (cursor: string | undefined) => pages[Number(cursor ?? 0)] ?? { items: [] }
	);
	const rows = new Pages(entities, {
		load,
		order: (a, b) => b.at - a.at,
		belongs: (r) => r.open !== false
	});
	return { entities, load, rows };
}

const two = () =>
	list(
		{ items: [row('a', 90), row('b', 80)], next: '1' },
		{ items: [row('b', 80), row('c', 70)], next: null }
	);

test('page after page, nothing twice, and no further than the end', async () => {
	const { rows, load } = two();
	await rows.more();
	expect(rows.ids).toEqual(['a', 'b']);
	expect(rows.whole).toBe(false);
	await Promise.all([rows.more(), rows.more()]);
	expect(rows.ids).toEqual(['a', 'b', 'c']);
	await rows.more();
	expect(load).toHaveBeenCalledTimes(2);
	expect(rows.whole).toBe(true);
	expect(rows.items.map((r) => r.at)).toEqual([90, 80, 70]);
});

test('what changes finds its place', async () => {
	const { rows, entities } = two();
	await rows.reload();
	entities.put(row('b', 95));
	rows.place('b');
	expect(rows.ids).toEqual(['b', 'a']);
	entities.put(row('n', 92));
	rows.place('n');
	expect(rows.ids).toEqual(['b', 'n', 'a']);
	entities.put(row('n', 92, false));
	rows.place('n');
	expect(rows.ids).toEqual(['b', 'a']);
	entities.drop('a');
	rows.place('a');
	expect(rows.ids).toEqual(['b']);
});

test('behind what is loaded a thing waits for its page; when all is loaded it is last', async () => {
	const { rows, entities } = two();
	await rows.reload();
	entities.put(row('z', 10));
	rows.place('z');
	expect(rows.ids).toEqual(['a', 'b']);
	await rows.more();
	rows.place('z');
	expect(rows.ids).toEqual(['a', 'b', 'c', 'z']);
});

test('whoever leaves, the next one is there', async () => {
	const { rows } = list({ items: [row('a', 3), row('b', 2), row('c', 1)] });
	await rows.reload();
	expect(rows.neighbour('a')).toBe('b');
	expect(rows.neighbour('c')).toBe('b');
	expect(rows.neighbour('gone')).toBe('a');
	rows.remove('b');
	expect(rows.ids).toEqual(['a', 'c']);
});

test('a failure is kept to be shown, and what was there stays', async () => {
	const { rows, load } = two();
	await rows.reload();
	load.mockRejectedValueOnce(new Error('no line'));
	await rows.reload();
	expect(rows.state).toBe('failed');
	expect(rows.error).toEqual(new Error('no line'));
	expect(rows.ids).toEqual(['a', 'b']);
	await rows.reload();
	expect([rows.state, rows.error]).toEqual(['ready', undefined]);
});

test('an overtaken answer is not taken', async () => {
	const entities = new Entities<Row>();
	const ends: ((page: Page<Row>) => void)[] = [];
	const rows = new Pages(entities, { load: () => new Promise<Page<Row>>((end) => ends.push(end)) });
	const first = rows.reload();
	const second = rows.reload();
	ends[1]?.({ items: [row('new', 1)] });
	ends[0]?.({ items: [row('old', 1)] });
	await Promise.all([first, second]);
	expect(rows.ids).toEqual(['new']);
});

test('whoever left before the question came is followed by what stood behind it', async () => {
	const { rows } = list({ items: [row('a', 90), row('b', 80), row('c', 70)], next: null });
	await rows.reload();
	rows.remove('b');
	expect(rows.neighbour('b')).toBe('c');
	rows.remove('c');
	expect(rows.neighbour('c')).toBe('a');
	expect(rows.neighbour('never')).toBe('a');
});

test('what comes in above pushes nothing out of the list where its reading anew ends', async () => {
	const there = ['a', 'b', 'c', 'd', 'e'].map((id, n) => row(id, 90 - n));
	const load = async (cursor: string | undefined, limit = 2) => {
		const from = Number(cursor ?? 0);
		const next = from + limit < there.length ? String(from + limit) : null;
		return { items: there.slice(from, from + limit), next };
	};
	const rows = new Pages(new Entities<Row>(), { load });
	await rows.reload();
	await rows.more();
	await rows.more();
	there.unshift(row('new', 99));
	await rows.refresh(3, 3);
	expect(rows.ids).toEqual(['new', 'a', 'b', 'c', 'd', 'e']);
	there.splice(1, 1);
	await rows.refresh(3, 3);
	expect(rows.ids).toEqual(['new', 'b', 'c', 'd', 'e']);
});
