import { expect, test, vi } from 'vitest';
import { Entities } from './entities.svelte';

interface Ticket {
	id: string;
	state: string;
	title?: string;
	seq: number;
}

const ticket = (state = 'open', seq = 1, rest = {}): Ticket => ({ id: 't', state, seq, ...rest });
/** A promise and the ends of it. */
function later<T>() {
	let yes: (value: T) => void = () => undefined;
	let no: (error: unknown) => void = () => undefined;
	const promise = new Promise<T>((y, n) => ([yes, no] = [y, n]));
	return { promise, yes, no };
}

test('a change is seen at once, and the answer stands', async () => {
	const tickets = new Entities<Ticket>();
	tickets.put(ticket());
	const answer = later<Ticket>();
	const done = tickets.attempt(
		't',
		(t) => ({ ...t, state: 'closed' }),
		() => answer.promise
	);
	expect(tickets.get('t')?.state).toBe('closed');
	answer.yes(ticket('closed', 2, { title: 'from the server' }));
	await done;
	expect(tickets.get('t')).toEqual(ticket('closed', 2, { title: 'from the server' }));
});

test('a refusal takes off its own change and no other', async () => {
	const tickets = new Entities<Ticket>();
	tickets.put(ticket());
	const close = later<Ticket>();
	const rename = later<undefined>();
	const closing = tickets.attempt(
		't',
		(t) => ({ ...t, state: 'closed' }),
		() => close.promise
	);
	const renaming = tickets.attempt(
		't',
		(t) => ({ ...t, title: 'Tolva' }),
		() => rename.promise
	);
	expect(tickets.get('t')).toMatchObject({ state: 'closed', title: 'Tolva' });
	close.no(new Error('denied'));
	await expect(closing).rejects.toThrow('denied');
	expect(tickets.get('t')).toMatchObject({ state: 'open', title: 'Tolva' });
	rename.yes(undefined);
	await renaming;
	expect(tickets.get('t')).toMatchObject({ state: 'open', title: 'Tolva' });
});

test('what the server says meanwhile is under what is laid over it', async () => {
	const tickets = new Entities<Ticket>();
	tickets.put(ticket());
	const answer = later<Ticket>();
	const done = tickets
		.attempt(
			't',
			(t) => ({ ...t, state: 'closed' }),
			() => answer.promise
		)
		.catch(() => 'refused');
	tickets.put(ticket('hold', 2, { title: 'new' }));
	expect(tickets.get('t')).toMatchObject({ state: 'closed', title: 'new' });
	answer.no(new Error());
	expect(await done).toBe('refused');
	expect(tickets.get('t')).toMatchObject({ state: 'hold', title: 'new' });
});

test('an older answer does not undo a newer one', () => {
	const tickets = new Entities<Ticket>({ version: (t) => t.seq });
	tickets.put(ticket('closed', 5));
	tickets.put(ticket('open', 4));
	expect(tickets.get('t')?.state).toBe('closed');
	tickets.put(ticket('open', 6));
	expect(tickets.get('t')?.state).toBe('open');
});

test('what left while a change was on its way stays away', async () => {
	const tickets = new Entities<Ticket>();
	tickets.put(ticket());
	const answer = later<undefined>();
	const done = tickets.attempt(
		't',
		(t) => ({ ...t, state: 'closed' }),
		() => answer.promise
	);
	tickets.drop('t');
	answer.yes(undefined);
	await done;
	expect(tickets.get('t')).toBeUndefined();
	expect(tickets.all).toEqual([]);
});

test('many readers, one request; a reason that comes on the way brings another', async () => {
	const asked: ReturnType<typeof later<Ticket | undefined>>[] = [];
	const load = vi.fn(() => {
		const one = later<Ticket | undefined>();
		asked.push(one);
		return one.promise;
	});
	const tickets = new Entities<Ticket>({ load });
	const first = tickets.want('t');
	const second = tickets.refresh('t');
	expect(load).toHaveBeenCalledTimes(1);
	asked[0]?.yes(ticket('open', 1));
	await vi.waitFor(() => expect(load).toHaveBeenCalledTimes(2));
	asked[1]?.yes(ticket('closed', 2));
	expect((await first)?.state).toBe('closed');
	expect((await second)?.state).toBe('closed');
	expect((await tickets.want('t'))?.state).toBe('closed');
	expect(load).toHaveBeenCalledTimes(2);
	const gone = tickets.refresh('t');
	asked[2]?.yes(undefined);
	expect(await gone).toBeUndefined();
	expect(tickets.get('t')).toBeUndefined();
});
