import { beforeEach, describe, expect, test, vi } from 'vitest';
import { memoryBlobs } from './blobs';
import { FakeDesk, page, settle } from './fake';
import { memoryStore } from './store';

const text = (body: string) => ({ body, files: [] });
const photo = (name = 'tolva.jpg') => new File(['…'], name, { type: 'image/jpeg' });
/** Longer than any wait between two attempts. */
const wait = async (ms = 31_000) => {
	await vi.advanceTimersByTimeAsync(ms);
	await settle();
};

let desk: FakeDesk;
beforeEach(() => {
	vi.useFakeTimers();
	desk = new FakeDesk();
	return () => vi.useRealTimers();
});

const stored = () => desk.last.conversation.messages.map(({ body }) => body);
const keys = () => desk.requests.filter(({ path }) => path === '/messages').map(({ key }) => key);

test('the first message makes the visitor; looking makes none', async () => {
	const here = page(desk);
	await here.start();
	expect(desk.people.size).toBe(0);
	await here.chat.send(text('Hola'));
	await settle();
	expect(stored()).toEqual(['Hola']);
	expect(here.screen).toEqual(['Hola']);
	expect(here.chat.state.ticket?.state).toBe('waiting');
	expect(desk.open).toHaveLength(1);
});

describe('without a network', () => {
	test('what is written waits, and goes once and in order when it is back', async () => {
		const here = page(desk);
		await here.start();
		await here.chat.send(text('uno'));
		desk.down = true;
		desk.cut();
		await settle();
		await here.chat.send(text('dos'));
		await here.chat.send(text('tres'));
		await settle();
		expect(here.screen).toEqual(['uno', '(dos)', '(tres)']);
		expect(here.chat.state.offline).toBe(true);
		await wait();
		desk.down = false;
		here.chat.cameOnline();
		await settle();
		expect(here.screen).toEqual(['uno', 'dos', 'tres']);
		expect(stored()).toEqual(['uno', 'dos', 'tres']);
		expect(here.chat.state.offline).toBe(false);
	});

	test('it is tried again without anybody telling that it is back', async () => {
		const here = page(desk);
		await here.start();
		desk.down = true;
		await here.chat.send(text('hola'));
		await wait();
		desk.down = false;
		await wait();
		expect(stored()).toEqual(['hola']);
	});

	test('what waits outlives the page', async () => {
		const store = memoryStore();
		const blobs = memoryBlobs();
		const before = page(desk, { store, blobs });
		await before.start();
		desk.down = true;
		void before.chat.send({ body: 'mire', files: [photo()] });
		await settle();
		desk.down = false;
		const after = page(desk, { store, blobs });
		await after.start();
		expect(stored()).toEqual(['mire']);
		expect(desk.last.conversation.messages[0]?.files).toMatchObject([{ name: 'tolva.jpg' }]);
		expect(after.screen).toEqual(['mire']);
		expect(store.names('out:')).toEqual([]);
	});

	test('it waits to be sent when its files are kept, and what was written after it waits for it', async () => {
		const kept = memoryBlobs();
		let keep: () => void = () => undefined;
		const slow = new Promise<void>((done) => (keep = done));
		const blobs = { ...kept, put: (id: string, blob: Blob) => slow.then(() => kept.put(id, blob)) };
		const here = page(desk, { blobs });
		await here.start();
		void here.chat.send({ body: 'con foto', files: [photo()] });
		void here.chat.send(text('y otra cosa'));
		await settle();
		expect(here.chat.state.pending.map((item) => item.state)).toEqual(['keeping', 'waiting']);
		expect(desk.people.size).toBe(0);
		keep();
		await settle();
		expect(stored()).toEqual(['con foto', 'y otra cosa']);
		expect(desk.last.conversation.messages[0]?.files).toMatchObject([{ name: 'tolva.jpg' }]);
	});

	test('what has been sent is not kept, its files neither', async () => {
		const blobs = memoryBlobs();
		const put = vi.spyOn(blobs, 'put');
		const here = page(desk, { blobs });
		await here.start();
		await here.chat.send({ body: '', files: [photo()] });
		await settle();
		const [id] = put.mock.calls[0] ?? [''];
		expect(id).not.toBe('');
		expect(await blobs.get(id)).toBeNull();
	});

	test('a storage that keeps no order does not change that of the messages', async () => {
		const store = memoryStore();
		const before = page(desk, { store });
		await before.start();
		desk.down = true;
		for (const body of ['uno', 'dos', 'tres']) await before.chat.send(text(body));
		desk.down = false;
		const { names } = store;
		store.names = (prefix) => names(prefix).reverse();
		const after = page(desk, { store });
		await after.start();
		expect(stored()).toEqual(['uno', 'dos', 'tres']);
	});
});

describe('an answer that gets lost', () => {
	test('is asked for under the same key, and the message stands once', async () => {
		const here = page(desk);
		await here.start();
		desk.rule('POST /messages', { lose: true });
		await here.chat.send(text('hola'));
		await settle();
		// The server has it and the socket would say so; until its key is answered it is ours.
		expect(stored()).toEqual(['hola']);
		await here.chat.sync();
		await settle();
		expect(here.screen).toEqual(['(hola)']);
		await wait();
		expect(here.screen).toEqual(['hola']);
		expect(stored()).toEqual(['hola']);
		expect(keys()).toHaveLength(2);
		expect(new Set(keys()).size).toBe(1);
	});

	test('nor does it stand twice after the page was loaded again', async () => {
		const store = memoryStore();
		const before = page(desk, { store });
		await before.start();
		await before.chat.send(text('uno'));
		await settle();
		desk.rule('POST /messages', { lose: true });
		await before.chat.send(text('dos'));
		await settle();
		desk.rule('POST /messages', { status: 503 });
		const after = page(desk, { store });
		await after.start();
		expect(after.screen).toEqual(['uno', '(dos)']);
		await wait();
		expect(after.screen).toEqual(['uno', 'dos']);
		expect(stored()).toEqual(['uno', 'dos']);
	});

	test('the advisor is heard meanwhile', async () => {
		const here = page(desk);
		await here.start();
		await here.chat.send(text('uno'));
		await settle();
		desk.rule('POST /messages', { lose: true });
		await here.chat.send(text('dos'));
		await settle();
		desk.say('¿Sigue ahí?');
		expect(here.screen).toEqual(['uno', '¿Sigue ahí?', '(dos)']);
		await wait();
		expect(here.screen).toEqual(['uno', 'dos', '¿Sigue ahí?']);
	});
});

test('the socket may be faster than the answer', async () => {
	const here = page(desk);
	await here.start();
	await here.chat.send(text('uno'));
	await settle();
	const screens: string[][] = [];
	here.chat.subscribe(() => screens.push(here.screen));
	await here.chat.send(text('dos'));
	await settle();
	for (const screen of screens) expect(screen.join().match(/dos/g)?.length ?? 0).toBeLessThan(2);
	expect(here.screen).toEqual(['uno', 'dos']);
});

test('two pages of one browser send what waits once', async () => {
	const store = memoryStore();
	const first = page(desk, { store });
	await first.start();
	await first.chat.send(text('uno'));
	desk.down = true;
	desk.cut();
	await first.chat.send(text('dos'));
	await settle();
	const second = page(desk, { store });
	void second.start();
	await settle();
	desk.down = false;
	await wait();
	first.chat.cameOnline();
	await wait();
	expect(stored()).toEqual(['uno', 'dos']);
	expect(first.screen).toEqual(['uno', 'dos']);
	expect(second.screen).toEqual(['uno', 'dos']);
});

describe('what the server refuses', () => {
	test('is shown with its reason, does not hold up the next, and can be tried again or dropped', async () => {
		const here = page(desk);
		await here.start();
		desk.rule('POST /messages', { status: 422, body: { title: 'Demasiado largo.' } }, 2);
		await here.chat.send(text('mal'));
		await here.chat.send(text('peor'));
		await here.chat.send(text('bien'));
		await settle();
		expect(stored()).toEqual(['bien']);
		const failed = here.chat.state.pending;
		expect(failed.map(({ state, error }) => [state, error?.title])).toEqual([
			['failed', 'Demasiado largo.'],
			['failed', 'Demasiado largo.']
		]);
		here.chat.retry(failed[0]?.key ?? '');
		here.chat.discard(failed[1]?.key ?? '');
		await settle();
		expect(stored()).toEqual(['bien', 'mal']);
		expect(here.screen).toEqual(['bien', 'mal']);
		expect(here.store.names('out:')).toEqual([]);
	});

	test('a wait that the server asks for is waited', async () => {
		const here = page(desk);
		await here.start();
		desk.rule('POST /messages', { status: 429, retryAfter: 60 });
		await here.chat.send(text('hola'));
		await settle();
		// It is not the connection.
		expect(here.chat.state.offline).toBe(false);
		await wait(50_000);
		expect(stored()).toEqual([]);
		await wait(11_000);
		expect(stored()).toEqual(['hola']);
	});

	test('an attempt still under way is waited for, not for ever', async () => {
		const here = page(desk);
		await here.start();
		desk.rule('POST /messages', { status: 409 }, 3);
		await here.chat.send(text('hola'));
		for (let i = 0; i < 4; i++) await wait();
		expect(stored()).toEqual(['hola']);
		desk.rule('POST /messages', { status: 409 }, 9);
		await here.chat.send(text('nunca'));
		for (let i = 0; i < 9; i++) await wait();
		expect(here.chat.state.pending[0]?.state).toBe('failed');
	});
});

describe('files', () => {
	test('go up first, once each, and show how far they are', async () => {
		const here = page(desk);
		await here.start();
		const shares: number[] = [];
		here.chat.subscribe(() => {
			const share = here.chat.state.pending[0]?.files[0]?.share;
			if (share) shares.push(share);
		});
		desk.rule('POST /messages', { lose: true });
		await here.chat.send({ body: '', files: [photo('a.jpg'), photo('b.jpg')] });
		await wait();
		expect(desk.count('POST /files')).toBe(2);
		expect(shares).toContain(0.5);
		expect(here.chat.state.messages[0]?.files.map(({ name }) => name)).toEqual(['a.jpg', 'b.jpg']);
	});

	test('one that is refused fails its message only', async () => {
		const here = page(desk);
		await here.start();
		desk.rule('POST /files', { status: 413, body: { title: 'El archivo es muy grande.' } });
		await here.chat.send({ body: 'foto', files: [photo()] });
		await here.chat.send(text('sin foto'));
		await settle();
		expect(here.screen).toEqual(['sin foto', '(foto)']);
		expect(here.chat.state.pending[0]?.error?.title).toBe('El archivo es muy grande.');
	});

	test('one that the browser has let go of does not take the words with it', async () => {
		const store = memoryStore();
		const before = page(desk, { store });
		await before.start();
		desk.down = true;
		await before.chat.send({ body: 'mire', files: [photo()] });
		await before.chat.send({ body: '', files: [photo()] });
		await settle();
		desk.down = false;
		const after = page(desk, { store, blobs: memoryBlobs() });
		await after.start();
		expect(stored()).toEqual(['mire']);
		expect(after.chat.state.pending.map(({ error }) => error?.code)).toEqual(['file_lost']);
	});
});
