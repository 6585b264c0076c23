import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Live, type SocketLike } from './live.svelte';

class FakeSocket implements SocketLike {
	onopen: SocketLike['onopen'] = null;
	onmessage: SocketLike['onmessage'] = null;
	onclose: SocketLike['onclose'] = null;
	sent: unknown[] = [];
	closed = false;

	send(text: string) {
		this.sent.push(JSON.parse(text));
	}
	close() {
		this.closed = true;
	}
	open() {
		this.onopen?.call(this as never, new Event('open'));
	}
	says(frame: unknown) {
		const data = typeof frame === 'string' ? frame : JSON.stringify(frame);
		this.onmessage?.call(this as never, new MessageEvent('message', { data }));
	}
	breaks(code = 1006) {
		this.onclose?.call(this as never, { code } as CloseEvent);
	}
}

let sockets: FakeSocket[] = [];
let live: Live;
const last = () => sockets.at(-1) ?? new FakeSocket();
const ready = (...orgs: [string, string][]) => ({
	type: 'ready',
	organisations: orgs.map(([id, cursor]) => ({ id, cursor }))
});
const event = (cursor: string, rest = {}) => ({
	type: 'event',
	org: 'org_1',
	cursor,
	at: '2026-11-22T15:31:00Z',
	kind: 'ticket.closed',
	subject: { kind: 'ticket', id: 'tkt_1' },
	...rest
});

beforeEach(() => {
	vi.useFakeTimers();
	sockets = [];
	live = new Live({
		socket: () => {
			sockets.push(new FakeSocket());
			return last();
		},
		random: () => 0.5
	});
	live.start();
	last().open();
});
afterEach(() => {
	live.stop();
	vi.useRealTimers();
});

describe('resuming', () => {
	test('says hello, is ready, and comes back where it left off', () => {
		expect(last().sent).toEqual([{ type: 'hello', cursors: {} }]);
		expect(live.state).toBe('connecting');
		last().says(ready(['org_1', 'a'], ['org_2', 'x']));
		expect(live.state).toBe('open');
		last().says(event('b'));
		last().breaks();
		vi.advanceTimersByTime(800);
		last().open();
		expect(last().sent).toEqual([{ type: 'hello', cursors: { org_1: 'b', org_2: 'x' } }]);
	});

	test('what was fetched with its place in the log is not read twice', () => {
		live.stop();
		const [reset, began] = [vi.fn(), vi.fn()];
		live.on('reset', '*', reset);
		live.on('began', '*', began);
		live.from('org_1', 'a');
		live.start();
		last().open();
		expect(last().sent).toEqual([{ type: 'hello', cursors: { org_1: 'a' } }]);
		last().says(ready(['org_1', 'a'], ['org_2', 'x']));
		expect(reset.mock.calls).toEqual([['org_2']]);
		expect(began.mock.calls).toEqual([['org_1'], ['org_2']]);
		last().breaks();
		vi.advanceTimersByTime(800);
		last().open();
		last().says(ready(['org_1', 'a'], ['org_2', 'x']));
		expect(began).toHaveBeenCalledTimes(2);
	});

	test('what is new to us is read anew once; what we knew is not', () => {
		const reset = vi.fn();
		live.on('reset', '*', reset);
		last().says(ready(['org_1', 'a']));
		expect(reset.mock.calls).toEqual([['org_1']]);
		last().breaks();
		vi.advanceTimersByTime(800);
		last().open();
		last().says(ready(['org_1', 'a'], ['org_2', 'x']));
		expect(reset.mock.calls).toEqual([['org_1'], ['org_2']]);
	});

	test('where one was put out while nobody listened is left all the same', () => {
		const left = vi.fn();
		live.on('left', '*', left);
		last().says(ready(['org_1', 'a'], ['org_2', 'x']));
		last().breaks();
		vi.advanceTimersByTime(800);
		last().open();
		last().says(ready(['org_2', 'x']));
		expect(left.mock.calls).toEqual([['org_1']]);
	});

	test('a reset moves the cursor; leaving forgets it', () => {
		const heard: unknown[] = [];
		live.on('reset', '*', (org) => heard.push(['reset', org]));
		live.on('left', '*', (org) => heard.push(['left', org]));
		live.on('access', '*', (org) => heard.push(['access', org]));
		last().says(ready());
		last().says({ type: 'reset', org: 'org_1', cursor: 'z' });
		last().says({ type: 'access', org: 'org_1' });
		last().breaks();
		vi.advanceTimersByTime(800);
		last().open();
		expect(last().sent).toEqual([{ type: 'hello', cursors: { org_1: 'z' } }]);
		last().says(ready(['org_1', 'z']));
		last().says({ type: 'left', org: 'org_1' });
		last().breaks();
		vi.advanceTimersByTime(800);
		last().open();
		expect(last().sent).toEqual([{ type: 'hello', cursors: {} }]);
		expect(heard).toEqual([
			['reset', 'org_1'],
			['access', 'org_1'],
			['left', 'org_1']
		]);
	});
});

describe('the line', () => {
	test('is tried again, slower each time, and never slower than half a minute', () => {
		const waits: number[] = [];
		for (let n = 0; n < 9; n += 1) {
			const before = sockets.length;
			last().breaks();
			expect(live.state).toBe('waiting');
			let waited = 0;
			while (sockets.length === before) {
				vi.advanceTimersByTime(50);
				waited += 50;
			}
			waits.push(waited);
		}
		expect(waits).toEqual([750, 1250, 2250, 4250, 8250, 15250, 15250, 15250, 15250]);
		expect(live.lost).toBe(true);
		last().open();
		last().says(ready());
		expect(live.lost).toBe(false);
		last().breaks();
		vi.advanceTimersByTime(750);
		expect(live.state).toBe('connecting');
	});

	test('silence is death; a beat is answered and is life', () => {
		last().says(ready());
		vi.advanceTimersByTime(50_000);
		last().says({ type: 'ping' });
		expect(last().sent.at(-1)).toEqual({ type: 'pong' });
		vi.advanceTimersByTime(50_000);
		expect(live.state).toBe('open');
		const dead = last();
		vi.advanceTimersByTime(10_000);
		expect(dead.closed).toBe(true);
		expect(live.state).toBe('waiting');
	});

	test('a machine that is cut off says so, and nobody waits for the silence', () => {
		last().says(ready());
		const dead = last();
		live.cut();
		live.cut();
		expect([dead.closed, live.lost, live.state]).toEqual([true, true, 'waiting']);
		live.retryNow();
		last().open();
		last().says(ready());
		expect([live.lost, live.state]).toEqual([false, 'open']);
	});

	test('the person may not want to wait', () => {
		last().breaks();
		live.retryNow();
		live.retryNow();
		expect(sockets.length).toBe(2);
		vi.advanceTimersByTime(5000);
		expect(sockets.length).toBe(2);
	});

	test('a session that ended is not tried again, and nothing of it is kept', () => {
		const out = vi.fn();
		live.on('signedOut', '*', out);
		last().says(ready(['org_1', 'a']));
		last().breaks(4401);
		vi.advanceTimersByTime(60_000);
		expect(out).toHaveBeenCalledTimes(1);
		expect([sockets.length, live.state]).toEqual([1, 'off']);
		live.start();
		last().open();
		expect(last().sent).toEqual([{ type: 'hello', cursors: {} }]);
	});
});

describe('telling', () => {
	test('by the kind of thing; all hear what names none', () => {
		const ticket = vi.fn();
		const all = vi.fn();
		live.on('happened', 'ticket', ticket);
		const leave = live.on('happened', '*', all);
		last().says(ready(['org_1', 'a']));
		last().says(event('b'));
		last().says(event('c', { subject: { kind: 'message', id: 'msg_1' } }));
		last().says({ type: 'gone', org: 'org_1', cursor: 'd', at: '2026-11-22T15:31:00Z' });
		leave();
		last().says(event('e', { type: 'appeared' }));
		expect(ticket.mock.calls.map(([e]) => [e.type, e.cursor])).toEqual([
			['event', 'b'],
			['appeared', 'e']
		]);
		expect(all.mock.calls.map(([e]) => e.cursor)).toEqual(['b', 'c', 'd']);
	});

	test('whispers by their kind; noise is no frame', () => {
		const typing = vi.fn();
		live.on('whispered', 'typing', typing);
		last().says('not json');
		last().says('[1]');
		last().says({ type: 'whisper', org: 'org_1', kind: 'typing', body: { ticket: 'tkt_1' } });
		last().says({ type: 'whisper', org: 'org_1', kind: 'viewing', body: {} });
		expect(typing).toHaveBeenCalledTimes(1);
	});

	test('what is in front is said again when the line is back; typing now and then', () => {
		live.viewing('org_1', 'tkt_1');
		expect(last().sent.length).toBe(1);
		last().says(ready());
		live.viewing('org_1', 'tkt_1');
		for (let n = 0; n < 10; n += 1) live.typing('org_1', 'tkt_1', false);
		live.typing('org_1', 'tkt_1', true);
		vi.advanceTimersByTime(3100);
		live.typing('org_1', 'tkt_1', true);
		live.viewing('org_1', null);
		expect(last().sent.slice(1)).toEqual([
			{ type: 'viewing', org: 'org_1', ticket: 'tkt_1' },
			{ type: 'typing', org: 'org_1', ticket: 'tkt_1', note: false },
			{ type: 'typing', org: 'org_1', ticket: 'tkt_1', note: true },
			{ type: 'typing', org: 'org_1', ticket: 'tkt_1', note: true },
			{ type: 'viewing', org: 'org_1', ticket: null }
		]);
	});
});
