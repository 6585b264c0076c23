import { beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeDesk, page, settle } from './fake';

const text = (body: string) => ({ body, files: [] });

let desk: FakeDesk;
let here: ReturnType<typeof page>;
beforeEach(async () => {
	vi.useFakeTimers();
	desk = new FakeDesk();
	here = page(desk);
	await here.start();
	await here.chat.send(text('hola'));
	await settle();
	return () => vi.useRealTimers();
});

const wait = async (ms = 31_000) => {
	await vi.advanceTimersByTimeAsync(ms);
	await settle();
};

describe('after the connection was lost', () => {
	test('what was missed comes, once', async () => {
		desk.cut();
		await settle();
		desk.say('uno', { silent: true });
		desk.say('dos', { silent: true });
		await wait();
		expect(here.screen).toEqual(['hola', 'uno', 'dos']);
		expect(here.arrived).toEqual(['uno', 'dos']);
		expect(desk.open).toHaveLength(1);
		// It resumed from what it had.
		expect(desk.open[0]?.said[0]).toMatchObject({ type: 'hello' });
		expect(desk.open[0]?.said[0]?.after).toBeGreaterThan(0);
	});

	test('what became of the ticket is known too', async () => {
		desk.cut();
		desk.down = true;
		await wait();
		desk.last.conversation.ticket = { state: 'open', assignee: { name: 'Inés' } };
		desk.last.seen = 1;
		desk.down = false;
		await wait();
		expect(here.chat.state.ticket?.assignee?.name).toBe('Inés');
		expect(here.chat.state.readSeq).toBe(1);
	});

	test('an answer that was on its way does not undo what the line has told since', async () => {
		const ticket = { state: 'closed', assignee: null } as const;
		desk.rule('GET /conversation', { meanwhile: () => desk.push({ type: 'ticket', ticket }) });
		await here.chat.sync();
		await settle();
		expect(here.chat.state.ticket).toEqual(ticket);
	});

	test('much of it comes too, page by page', async () => {
		desk.cut();
		desk.noSockets = true;
		for (let i = 0; i < 450; i++) desk.say(`${i}`, { silent: true });
		await wait();
		expect(here.screen).toEqual(['hola', ...Array.from({ length: 450 }, (_, i) => `${i}`)]);
		// A page that is loaded now has the newest of it.
		const later = page(desk, { store: here.store });
		await later.start();
		expect(later.screen).toHaveLength(200);
		expect(later.screen.at(-1)).toBe('449');
	});

	test('the attempts grow rarer, and come at once when there is reason for hope', async () => {
		desk.down = true;
		desk.cut();
		await settle();
		expect(here.chat.state.offline).toBe(true);
		const before = desk.sockets.length;
		await wait(10 * 60_000);
		expect(desk.sockets.length - before).toBeLessThan(45);
		desk.down = false;
		here.chat.cameOnline();
		await settle();
		expect(desk.open).toHaveLength(1);
		expect(here.chat.state.offline).toBe(false);
	});

	test('a socket that falls silent is left', async () => {
		await wait(80_000);
		desk.push({ type: 'ping' });
		expect(desk.open[0]?.said.at(-1)).toEqual({ type: 'pong' });
		await wait(80_000);
		expect(desk.sockets).toHaveLength(1);
		await wait(20_000);
		expect(desk.sockets.length).toBeGreaterThan(1);
		expect(desk.open).toHaveLength(1);
	});
});

test('a page whose first request fails has the whole conversation as soon as the socket is there', async () => {
	const message = desk.say('leído hace tiempo');
	desk.last.conversation.read_seq = message.seq;
	desk.rule('GET /conversation', { status: 503 });
	const later = page(desk, { store: here.store });
	await later.start();
	expect(later.screen).toEqual(['hola', 'leído hace tiempo']);
	expect(later.chat.state.synced).toBe(true);
});

test('where sockets do not pass, plain requests bring the messages', async () => {
	desk.noSockets = true;
	desk.cut();
	await wait();
	desk.say('uno', { silent: true });
	await wait();
	expect(here.screen).toEqual(['hola', 'uno']);
	expect(here.chat.state.offline).toBe(false);
});

test('messages stand by their number, whatever the order they come in', () => {
	const [a, b, c] = ['a', 'b', 'c'].map((body) => desk.say(body, { silent: true }));
	if (!a || !b || !c) throw new Error();
	for (const message of [c, a, b, a]) desk.push({ type: 'message', message });
	expect(here.screen).toEqual(['hola', 'a', 'b', 'c']);
	expect(here.chat.state.unread).toBe(3);
});

test('a delivery never steps back', () => {
	const [own] = here.chat.state.messages;
	if (!own) throw new Error();
	desk.push({ type: 'delivery', id: own.id, delivery: 'read' });
	desk.push({ type: 'delivery', id: own.id, delivery: 'delivered' });
	desk.push({ type: 'message', message: { ...own, delivery: 'received' } });
	expect(here.chat.state.messages[0]?.delivery).toBe('read');
	desk.push({ type: 'read', seq: 7 });
	desk.push({ type: 'read', seq: 5 });
	expect(here.chat.state.readSeq).toBe(7);
});

describe('unread', () => {
	test('counts what came while nobody looked, and ends with the look', async () => {
		const first = desk.say('uno');
		const second = desk.say('dos');
		expect(here.chat.state.unread).toBe(2);
		here.chat.view(true);
		await settle();
		expect(here.chat.state.unread).toBe(0);
		expect(here.chat.state.newFrom).toBe(first.id);
		expect(desk.last.read).toEqual([second.seq]);
		here.chat.view(false);
		expect(here.chat.state.newFrom).toBeNull();
	});

	test('is told at once while somebody looks', async () => {
		here.chat.view(true);
		const message = desk.say('uno');
		await settle();
		expect(here.chat.state.unread).toBe(0);
		expect(desk.last.read).toEqual([message.seq]);
	});

	test('is told again when the telling failed', async () => {
		desk.rule('POST /read', { status: 503 });
		here.chat.view(true);
		const message = desk.say('uno');
		await settle();
		expect(desk.last.read).toEqual([]);
		await here.chat.sync();
		await settle();
		expect(desk.last.read).toEqual([message.seq]);
		expect(here.chat.state.unread).toBe(0);
	});

	test('is known to a page that is loaded later', async () => {
		desk.say('uno');
		const later = page(desk, { store: here.store });
		await later.start();
		expect(later.chat.state.unread).toBe(1);
		// What was there is not announced as new.
		expect(later.arrived).toEqual([]);
	});
});

describe('typing', () => {
	test('is told every three seconds at most', async () => {
		for (let i = 0; i < 10; i++) here.chat.isTyping();
		await wait(3_100);
		here.chat.isTyping();
		await settle();
		expect(desk.count('POST /typing')).toBe(2);
	});

	test('of the advisor ends with the message, or by itself', async () => {
		desk.push({ type: 'typing', name: 'Inés' });
		expect(here.chat.state.typing).toBe('Inés');
		desk.say('uno');
		expect(here.chat.state.typing).toBeNull();
		desk.push({ type: 'typing', name: 'Inés' });
		await wait(6_100);
		expect(here.chat.state.typing).toBeNull();
	});
});

test('a closed conversation can be followed by another', async () => {
	desk.push({ type: 'ticket', ticket: { state: 'closed', assignee: null } });
	expect(here.chat.state.ticket?.state).toBe('closed');
	here.chat.beginAgain();
	expect(here.chat.state.again).toBe(true);
	desk.push({ type: 'ticket', ticket: { state: 'waiting', assignee: null } });
	expect(here.chat.state.again).toBe(false);
});
