import { beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeDesk, page, settle } from './fake';
import { memoryStore } from './store';

const text = (body: string) => ({ body, files: [] });

let desk: FakeDesk;
beforeEach(() => {
	vi.useFakeTimers();
	desk = new FakeDesk();
	return () => vi.useRealTimers();
});

const stored = () => desk.last.conversation.messages.map(({ body }) => body);
const wait = async (ms = 31_000) => {
	await vi.advanceTimersByTimeAsync(ms);
	await settle();
};

describe('a token that is dead', () => {
	test('is replaced without a word, and what was being sent goes under the new one', async () => {
		const here = page(desk);
		await here.start();
		await here.chat.send(text('uno'));
		await settle();
		desk.people.clear();
		await here.chat.send(text('dos'));
		await settle();
		expect(desk.people.size).toBe(1);
		expect(stored()).toEqual(['dos']);
		// What the old visitor said belongs to the old visitor.
		expect(here.screen).toEqual(['dos']);
		expect(here.store.get('token')).toBe([...desk.people.keys()][0]);
	});

	test('many requests at once make one visitor', async () => {
		const here = page(desk);
		await here.start();
		await here.chat.send(text('uno'));
		await settle();
		desk.people.clear();
		await Promise.all([
			here.chat.sync(),
			here.chat.send(text('dos')),
			here.chat.send(text('tres')),
			here.chat.bytes('/files/x')
		]);
		await settle();
		expect(desk.people.size).toBe(1);
		expect(stored()).toEqual(['dos', 'tres']);
	});

	test('is noticed when the socket is refused', async () => {
		const here = page(desk);
		await here.start();
		await here.chat.send(text('uno'));
		await settle();
		desk.kill();
		await settle();
		await wait();
		expect(desk.people.size).toBe(1);
		expect(desk.open).toHaveLength(1);
		expect(desk.open[0]?.token).toBe(here.store.get('token'));
	});

	test('takes the files that went up under it along', async () => {
		const here = page(desk);
		await here.start();
		desk.rule('POST /messages', { status: 503 });
		const file = new File(['…'], 'a.jpg', { type: 'image/jpeg' });
		await here.chat.send({ body: 'foto', files: [file] });
		await settle();
		desk.people.clear();
		await wait();
		expect(stored()).toEqual(['foto']);
		expect(desk.last.conversation.messages[0]?.files).toHaveLength(1);
	});

	test('a server that knows no token at all is not asked without end', async () => {
		const here = page(desk);
		await here.start();
		desk.rule('POST /messages', { status: 401 }, 1000);
		await here.chat.send(text('hola'));
		await wait(60_000);
		expect(desk.people.size).toBeLessThan(12);
		expect(here.screen).toEqual(['(hola)']);
	});

	test('another page of the browser has replaced it already', async () => {
		const store = memoryStore();
		const first = page(desk, { store });
		await first.start();
		await first.chat.send(text('uno'));
		const second = page(desk, { store });
		await second.start();
		desk.people.clear();
		await first.chat.send(text('dos'));
		await settle();
		await second.chat.sync();
		await settle();
		expect(desk.people.size).toBe(1);
		expect(second.screen).toEqual(['dos']);
	});
});

describe('a link from a mail', () => {
	/** Somebody who has written elsewhere, and the token that a mail brought them. */
	async function linked() {
		const shop = page(desk);
		await shop.start();
		await shop.chat.send(text('uno'));
		await settle();
		const [token = ''] = desk.people.keys();
		const here = page(desk, { link: token });
		await here.start();
		return { token, here };
	}

	test('opens that conversation, in which one writes, and is kept nowhere', async () => {
		const { token, here } = await linked();
		expect(here.screen).toEqual(['uno']);
		await here.chat.send(text('dos'));
		await settle();
		expect(stored()).toEqual(['uno', 'dos']);
		expect(desk.people.size).toBe(1);
		for (const name of here.store.names('')) expect(here.store.get(name)).not.toContain(token);
	});

	test('that is dead shows nothing any more, makes nobody new and is not asked without end', async () => {
		const { token, here } = await linked();
		desk.people.clear();
		await here.chat.sync();
		await settle();
		expect(here.chat.state.phase).toBe('expired');
		expect(here.screen).toEqual([]);
		// The shop's page makes a visitor of its own, as it should.
		await wait(120_000);
		const asked = () => desk.requests.filter((request) => request.token === token).length;
		const before = asked();
		await here.chat.send(text('tres'));
		await wait(120_000);
		expect(here.chat.visitor.token).toBe(token);
		expect(asked()).toBe(before);
	});

	test('is enough where only people whom the site knows may write', async () => {
		const { here } = await linked();
		desk.config = { ...desk.config, identity_required: true };
		await here.start();
		expect(here.chat.state.phase).toBe('ready');
	});
});

test('a page that had no visitor follows the one that another page made', async () => {
	const store = memoryStore();
	const first = page(desk, { store });
	const second = page(desk, { store });
	await first.start();
	await second.start();
	await first.chat.send(text('hola'));
	await settle();
	second.chat.storageChanged();
	await settle();
	expect(second.screen).toEqual(['hola']);
	expect(desk.open).toHaveLength(2);
});

describe('people whom the organisation identifies', () => {
	test('have their conversation at once', async () => {
		const here = page(desk);
		await here.start({ identity: 'firma' });
		expect(desk.last.identity).toBe('firma');
		expect(desk.open).toHaveLength(1);
	});

	test('the visitor that is there becomes them', async () => {
		const here = page(desk);
		await here.start();
		await here.chat.send(text('uno'));
		await here.chat.identify('firma');
		await settle();
		expect(desk.people.size).toBe(1);
		expect(desk.last.identity).toBe('firma');
		expect(here.screen).toEqual(['uno']);
	});

	test('what they wrote elsewhere comes with them', async () => {
		const elsewhere = page(desk);
		await elsewhere.start({ identity: 'firma' });
		await elsewhere.chat.send(text('desde otro equipo'));
		const theirs = desk.last.conversation;
		const here = page(desk);
		await here.start();
		await here.chat.send(text('aquí'));
		await settle();
		desk.onIdentity = (person) => (person.conversation = theirs);
		await here.chat.identify('firma');
		await settle();
		expect(here.screen).toEqual(['desde otro equipo']);
	});

	test('also when the server could not be told at first', async () => {
		const here = page(desk);
		await here.start();
		await here.chat.send(text('uno'));
		desk.rule('PATCH /visitor', { status: 503 });
		await here.chat.identify('firma');
		await settle();
		expect(desk.last.identity).toBeNull();
		desk.cut();
		await wait();
		expect(desk.last.identity).toBe('firma');
		expect(desk.count('PATCH')).toBe(2);
	});

	test('where only they may write, a visitor of another day is met again', async () => {
		const store = memoryStore();
		const before = page(desk, { store });
		await before.start({ identity: 'firma' });
		await before.chat.send(text('ayer'));
		await settle();
		desk.cut();
		desk.config.identity_required = true;
		const after = page(desk, { store });
		await after.start();
		expect(after.screen).toEqual([]);
		await after.chat.identify('firma');
		await settle();
		expect(after.screen).toEqual(['ayer']);
		expect(desk.open.map(({ token }) => token)).toContain(store.get('token'));
	});

	test('whoever comes after them never sees what was theirs, whatever the server thinks', async () => {
		const jwt = (sub: string, exp: number) => `h.${btoa(JSON.stringify({ sub, exp }))}.s`;
		const store = memoryStore();
		const ana = page(desk, { store });
		await ana.start({ identity: jwt('ana', 1) });
		await ana.chat.send(text('de Ana'));
		await settle();
		// The same person with a newer token keeps the visitor.
		const later = page(desk, { store });
		await later.start({ identity: jwt('ana', 2) });
		expect(desk.people.size).toBe(1);
		expect(later.screen).toEqual(['de Ana']);
		const luis = page(desk, { store });
		const screens: string[] = [];
		luis.chat.subscribe(() => screens.push(...luis.screen));
		await luis.start({ identity: jwt('luis', 3) });
		expect(desk.people.size).toBe(2);
		expect(screens).toEqual([]);
		await later.chat.identify(jwt('luis', 4));
		await settle();
		expect(later.screen).toEqual([]);
	});

	test('unless the server knows that visitor for somebody else', async () => {
		const here = page(desk);
		await here.start();
		await here.chat.send(text('de Ana'));
		await settle();
		desk.rule('PATCH /visitor', { status: 409 });
		await here.chat.identify('luis');
		await settle();
		expect(desk.people.size).toBe(2);
		expect(desk.last.identity).toBe('luis');
		expect(here.screen).toEqual([]);
	});

	test('who signs out leaves nothing, not even what is still on its way', async () => {
		const here = page(desk);
		await here.start({ identity: 'ana' });
		await here.chat.send(text('de Ana'));
		await settle();
		desk.say('para Ana', { silent: true });
		const late = here.chat.sync();
		desk.rule('POST /messages', { status: 503 });
		void here.chat.send(text('otra de Ana'));
		await here.chat.identify(null);
		await late;
		await wait();
		expect(here.screen).toEqual([]);
		expect(here.chat.state.unread).toBe(0);
		expect(here.store.get('token')).toBeNull();
		expect(here.store.names('out:')).toEqual([]);
		expect(desk.open).toHaveLength(0);
		expect(stored()).toEqual(['de Ana', 'para Ana']);
	});

	test('nor what the server is just answering', async () => {
		const here = page(desk);
		await here.start({ identity: 'ana' });
		void here.chat.send(text('de Ana'));
		await Promise.resolve();
		await here.chat.identify(null);
		await settle();
		expect(stored()).toEqual(['de Ana']);
		expect(here.screen).toEqual([]);
	});

	test('a signature that is not good leaves them anonymous and tells the integrator', async () => {
		const here = page(desk);
		await here.start({ identity: 'falsa' });
		await here.chat.send(text('hola'));
		await settle();
		expect(here.warned.join()).toContain('identity_invalid');
		expect(desk.last.identity).toBeNull();
		expect(stored()).toEqual(['hola']);
		// It says nothing about the visitor's own token.
		await here.chat.identify('falsa también');
		await settle();
		expect(here.warned).toHaveLength(2);
		expect(desk.people.size).toBe(1);
		expect(here.screen).toEqual(['hola']);
	});

	test('one that has run out does not hold up a new visitor', async () => {
		const here = page(desk);
		await here.start({ identity: 'ana' });
		desk.rule('POST /web/visitors', { status: 401, body: { code: 'identity_expired' } });
		desk.people.clear();
		await here.chat.send(text('hola'));
		await settle();
		expect(stored()).toEqual(['hola']);
		expect(desk.last.identity).toBeNull();
	});

	test('where only they may write, the others are told', async () => {
		desk.config.identity_required = true;
		const here = page(desk);
		await here.start();
		expect(here.chat.state.phase).toBe('locked');
		expect(desk.people.size).toBe(0);
		await here.chat.identify('firma');
		await settle();
		expect(here.chat.state.phase).toBe('ready');
		expect(here.chat.state.synced).toBe(true);
		await here.chat.identify(null);
		expect(here.chat.state.phase).toBe('locked');
	});
});

test('the page that is looked at is told once for each', async () => {
	const here = page(desk);
	await here.start();
	here.chat.moved('https://tienda.example/a');
	await settle();
	expect(desk.count('PATCH')).toBe(0);
	await here.chat.send(text('hola'));
	await settle();
	expect(desk.last.page).toBe('https://tienda.example/a');
	here.chat.moved('https://tienda.example/b');
	here.chat.moved('https://tienda.example/b');
	await settle();
	expect(desk.last.page).toBe('https://tienda.example/b');
	expect(desk.count('PATCH')).toBe(1);
});
