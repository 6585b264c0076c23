import { expect, test, vi } from 'vitest';
import type { Happened } from '$lib/live';
import { mayBecome, merged, newer } from './merge';
import type { Message, TimelineItem } from './model';
import { Timeline, type Read } from './timeline.svelte';

function said(seq: number, more: Partial<Message> = {}): TimelineItem {
	return {
		type: 'message',
		message: {
			id: `msg_${seq}`,
			seq,
			kind: 'out',
			body: `n ${seq}`,
			files: [],
			media: [],
			mentions: [],
			delivery: 'sent',
			created_at: '2026-11-22T10:00:00Z',
			...more
		}
	};
}

const event = (more: Partial<Happened>): Happened => ({
	type: 'event',
	org: 'org_1',
	cursor: '',
	at: '',
	...more
});

const seqs = (timeline: Timeline) =>
	timeline.items.map((i) => (i.type === 'message' ? i.message.seq : i.activity.seq));

/** A server that holds a conversation. */
function desk(items: TimelineItem[]): { read: Read; items: TimelineItem[]; asked: unknown[] } {
	const self = {
		items,
		asked: [] as unknown[],
		read: async ({ before, after, limit = 50 }: Parameters<Read>[0]) => {
			self.asked.push({ before, after });
			const seq = (i: TimelineItem) => (i.type === 'message' ? i.message.seq : i.activity.seq);
			const inside = self.items.filter(
				(i) => (before === undefined || seq(i) < before) && (after === undefined || seq(i) > after)
			);
			const page = after === undefined ? inside.slice(-limit) : inside.slice(0, limit);
			return {
				items: page,
				more_before: after === undefined && inside.length > limit,
				more_after: after !== undefined && inside.length > limit
			};
		}
	};
	return self;
}

const many = (n: number) => Array.from({ length: n }, (_, i) => said(i + 1));

test('it opens at its end, goes back page by page and knows its beginning', async () => {
	const { read } = desk(many(120));
	const timeline = new Timeline(read);
	await timeline.open();
	expect(seqs(timeline)).toEqual(Array.from({ length: 50 }, (_, i) => i + 71));
	await timeline.more();
	await timeline.more();
	expect(seqs(timeline).length).toBe(120);
	expect(timeline.before).toBe(false);
});

test('what is new is read after what is here, each once', async () => {
	const server = desk(many(3));
	const timeline = new Timeline(server.read);
	timeline.watch();
	await vi.waitFor(() => expect(seqs(timeline)).toEqual([1, 2, 3]));
	server.items.push(said(4), said(5));
	timeline.said((server.items[3] as { message: Message }).message);
	timeline.hear(event({ kind: 'message.created', subject: { kind: 'message', id: 'msg_4' } }));
	timeline.hear(event({ kind: 'message.created', subject: { kind: 'message', id: 'msg_5' } }));
	await vi.waitFor(() => expect(seqs(timeline)).toEqual([1, 2, 3, 4, 5]));
});

test('after a long silence it is the end again, without a hole', async () => {
	const server = desk(many(3));
	const timeline = new Timeline(server.read);
	await timeline.open();
	server.items = many(90);
	await timeline.open();
	expect(seqs(timeline)[0]).toBe(41);
	expect(timeline.before).toBe(true);
});

test('a delivery never steps back, whichever answer comes last', () => {
	const read = said(1, { delivery: 'read' });
	expect(newer(read, said(1, { delivery: 'sent' }))).toMatchObject({
		message: { delivery: 'read' }
	});
	expect(newer(said(1), read)).toBe(read);
	expect(merged([read], [said(1), said(2)])).toMatchObject([
		{ message: { delivery: 'read' } },
		{ message: { seq: 2 } }
	]);
	expect(mayBecome('failed', 'sent')).toBe(false);
	expect(mayBecome('failed', 'delivered')).toBe(true);
	expect(mayBecome('delivered', 'failed')).toBe(false);
});

test('receipts are taken from the event, why it failed is read, a retry goes back to the queue', async () => {
	const server = desk([said(1, { delivery: 'queued' })]);
	const timeline = new Timeline(server.read);
	await timeline.open();
	const changed = (body: Record<string, unknown>) =>
		timeline.hear(
			event({ kind: 'message.changed', subject: { kind: 'message', id: 'msg_1' }, body })
		);
	changed({ delivery: 'sent' });
	expect(timeline.message('msg_1')?.delivery).toBe('sent');
	changed({ delivery: 'queued' });
	expect(timeline.message('msg_1')?.delivery).toBe('sent');
	server.items = [said(1, { delivery: 'failed', failure: 'no such number' })];
	changed({ delivery: 'failed' });
	await vi.waitFor(() => expect(timeline.message('msg_1')?.failure).toBe('no such number'));
	changed({ delivery: 'queued' });
	expect(timeline.message('msg_1')).toMatchObject({ delivery: 'queued', failure: null });
});

test('whoever looks at it asks once, not again with each answer', async () => {
	const server = desk(many(3));
	const timeline = new Timeline(server.read);
	const leave = $effect.root(() => {
		$effect(() => timeline.watch());
	});
	await vi.waitFor(() => expect(seqs(timeline)).toEqual([1, 2, 3]));
	await new Promise((done) => setTimeout(done, 50));
	expect(server.asked.length).toBe(1);
	server.items.push(said(4));
	timeline.hear(
		event({ kind: 'message.created', subject: { kind: 'message', id: 'msg_4' }, body: {} })
	);
	await vi.waitFor(() => expect(seqs(timeline)).toEqual([1, 2, 3, 4]));
	await new Promise((done) => setTimeout(done, 50));
	expect(server.asked.length).toBe(2);
	leave();
});

test('what an address leads to is read when it is told of', async () => {
	const server = desk([said(1), said(2)]);
	const timeline = new Timeline(server.read);
	await timeline.open();
	const link = { url: 'https://lerma.mx/l90', host: 'lerma.mx', title: 'Cosechadora L-90' };
	server.items = [said(1, { link }), said(2)];
	timeline.hear(
		event({
			kind: 'message.changed',
			subject: { kind: 'message', id: 'msg_1' },
			body: { kind: 'in', link: true }
		})
	);
	await vi.waitFor(() => expect(timeline.message('msg_1')?.link?.title).toBe(link.title));
	expect(server.asked.at(-1)).toEqual({ after: 0 });
	expect(seqs(timeline)).toEqual([1, 2]);
});

test('what was taken back stays away, and a note that is out of reach goes', async () => {
	const server = desk(many(3));
	const timeline = new Timeline(server.read);
	await timeline.open();
	timeline.hear(
		event({
			kind: 'message.changed',
			subject: { kind: 'message', id: 'msg_3' },
			body: { undone: true }
		})
	);
	timeline.hear(event({ type: 'gone', subject: { kind: 'message', id: 'msg_1' } }));
	expect(seqs(timeline)).toEqual([2]);
	await timeline.reload();
	expect(seqs(timeline)).toEqual([2]);
});

test('what is not in front asks for nothing until it is', async () => {
	const server = desk(many(2));
	const timeline = new Timeline(server.read);
	const leave = timeline.watch();
	await vi.waitFor(() => expect(timeline.state).toBe('ready'));
	leave();
	const before = server.asked.length;
	server.items.push(said(3));
	timeline.hear(event({ kind: 'message.created', subject: { kind: 'message', id: 'msg_3' } }));
	expect(server.asked.length).toBe(before);
	timeline.watch();
	await vi.waitFor(() => expect(seqs(timeline)).toEqual([1, 2, 3]));
});
