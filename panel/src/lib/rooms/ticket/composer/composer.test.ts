import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '$lib/api/problem';
import type { Message, MessageFile } from '../model';
import { filled, offered, type Canned } from './canned';
import { inserted, replaced, typedAfter } from './caret';
import { Draft, type Sheet } from './draft.svelte';
import { Outbox, type Letter, type Outgoing } from './outbox.svelte';
import { Upload, type Unsent } from './upload.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const letter = (body: string, ticket = 'tkt_1'): Letter => ({
	org: 'org_1',
	ticket,
	kind: 'out',
	body,
	files: [],
	unsent: [],
	mentions: []
});

/** A server whose answer to each letter the test decides. */
function world() {
	const self = {
		answer: (_: Outgoing): unknown => undefined,
		keys: [] as string[],
		said: [] as string[],
		/** Files that the server has got, and what it says of the next one. */
		files: [] as string[],
		taken: (_: Unsent): unknown => undefined,
		kept: new Map<string, Outgoing>()
	};
	const outbox = new Outbox({
		async upload(_, file) {
			const wrong = self.taken(file);
			if (wrong) throw wrong;
			self.files.push(file.key);
			return { id: `fil_${file.key}`, name: file.name } as MessageFile;
		},
		async post(one) {
			self.keys.push(one.id);
			const wrong = self.answer(one);
			if (wrong) throw wrong;
			return { id: one.id } as Message;
		},
		sent: (one) => void self.said.push(one.body),
		keep: (one) => void self.kept.set(one.id, one),
		forget: (id) => void self.kept.delete(id),
		now: () => Date.now()
	});
	return { self, outbox };
}

function draftWith(keep: (body: string) => Promise<unknown> = async () => undefined) {
	return new Draft({ org: 'org_1', keep, store: () => undefined });
}

const unsent = (key: string): Unsent => ({
	key,
	name: `${key}.txt`,
	type: 'text/plain',
	size: 1,
	source: new Blob(['x'])
});

const settle = () => vi.advanceTimersByTimeAsync(0);

test('letters go out in the order in which they were written, and then are no longer here', async () => {
	const { self, outbox } = world();
	const then = vi.fn();
	outbox.send(letter('one'));
	outbox.send(letter('two'), then);
	expect(outbox.of('tkt_1').map((o) => o.state)).toEqual(['sending', 'sending']);
	await settle();
	expect(self.said).toEqual(['one', 'two']);
	expect(outbox.list).toEqual([]);
	expect(then).toHaveBeenCalledOnce();
});

test('without a line they wait, and go out once under the same key when it is back', async () => {
	const { self, outbox } = world();
	self.answer = () => new Problem(0);
	outbox.send(letter('one'));
	outbox.send(letter('two'));
	await settle();
	expect(outbox.list.map((o) => o.state)).toEqual(['waiting', 'waiting']);
	expect(self.keys.length).toBe(1);
	self.answer = () => undefined;
	outbox.resume();
	await settle();
	expect(self.said).toEqual(['one', 'two']);
	expect(self.keys[1]).toBe(self.keys[0]);
});

test('it also comes back by itself', async () => {
	const { self, outbox } = world();
	self.answer = () => new Problem(503);
	outbox.send(letter('one'));
	await settle();
	self.answer = () => undefined;
	await vi.advanceTimersByTimeAsync(6000);
	expect(self.said).toEqual(['one']);
});

test('what is refused stays with its reason, holds nothing back, and can be taken back', async () => {
	const { self, outbox } = world();
	self.answer = (one) =>
		one.body === 'one' ? new Problem(409, { title: 'El ticket está cerrado.' }) : undefined;
	outbox.send(letter('one'));
	outbox.send(letter('two'));
	await settle();
	expect(self.said).toEqual(['two']);
	expect(outbox.list).toMatchObject([{ state: 'failed', why: 'El ticket está cerrado.' }]);
	expect([...self.kept.values()]).toMatchObject([{ body: 'one', why: 'El ticket está cerrado.' }]);
	const id = outbox.list[0]?.id ?? '';
	expect(outbox.drop(id)?.body).toBe('one');
	expect(outbox.list).toEqual([]);
});

test('after a reload it goes on; what is older than a day waits to be asked', async () => {
	const { self, outbox } = world();
	const old = new Date(Date.now() - 25 * 3_600_000).toISOString();
	const now = new Date().toISOString();
	outbox.restore([
		{ ...letter('old'), id: 'a', at: old, state: 'waiting' },
		{ ...letter('new', 'tkt_2'), id: 'b', at: now, state: 'sending' }
	]);
	await settle();
	expect(self.said).toEqual(['new']);
	expect(outbox.list).toMatchObject([{ id: 'a', state: 'failed' }]);
});

test('files that a letter carries reach the server first, each once, however often the line is cut', async () => {
	const { self, outbox } = world();
	self.taken = ({ key }) => (key === 'b' ? new Problem(0) : undefined);
	outbox.send({ ...letter('con fotos'), unsent: [unsent('a'), unsent('b')] });
	await settle();
	expect(self.files).toEqual(['a']);
	expect(self.said).toEqual([]);
	const kept = [...self.kept.values()];
	expect(kept).toMatchObject([
		{ state: 'waiting', files: [{ id: 'fil_a' }], unsent: [{ key: 'b' }] }
	]);

	// The browser is closed, and opened again.
	const next = world();
	next.outbox.restore(kept);
	await settle();
	expect(next.self.files).toEqual(['b']);
	expect(next.self.said).toEqual(['con fotos']);
	expect(next.self.keys).toEqual(kept.map((one) => one.id));
});

test('a file that is refused fails its letter with the reason, and nothing is lost', async () => {
	const { self, outbox } = world();
	self.taken = () => new Problem(413, { title: 'Pesa más de 25 MB.' });
	outbox.send({ ...letter('con video'), unsent: [unsent('v')] });
	await settle();
	expect(outbox.list).toMatchObject([
		{ state: 'failed', why: 'Pesa más de 25 MB.', body: 'con video', unsent: [{ key: 'v' }] }
	]);
	expect(self.keys).toEqual([]);
});

test('a draft is kept when typing rests, and what is there is not kept twice', async () => {
	const keep = vi.fn(async () => undefined);
	const draft = draftWith(keep);
	draft.restore('Hola');
	expect(draft.text).toBe('Hola');
	draft.text = 'Hola, R';
	draft.text = 'Hola, Rosa';
	await vi.advanceTimersByTimeAsync(1000);
	expect(keep.mock.calls).toEqual([['Hola, Rosa']]);
	expect(draft.saved).toBe('saved');
	await draft.flush();
	expect(keep).toHaveBeenCalledOnce();
});

test('what stands here is not written over by what the server kept before', () => {
	const draft = draftWith();
	draft.text = 'mine';
	draft.restore('theirs');
	expect(draft.text).toBe('mine');
});

test('a draft that could not be kept is tried again with the next letter, or with the line', async () => {
	const keep = vi.fn(async (): Promise<void> => undefined).mockRejectedValueOnce(new Problem(0));
	const draft = draftWith(keep);
	draft.text = 'a';
	await vi.advanceTimersByTimeAsync(1000);
	expect(draft.saved).toBe('here');
	draft.text = 'ab';
	await vi.advanceTimersByTimeAsync(1000);
	expect(draft.saved).toBe('saved');
	keep.mockRejectedValueOnce(new Problem(0));
	draft.text = 'abc';
	await vi.advanceTimersByTimeAsync(1000);
	expect(draft.saved).toBe('here');
	draft.resume();
	await settle();
	expect(draft.saved).toBe('saved');
});

test('what could not be kept on the server is kept here, and is taken up again by the next page', async () => {
	let sheet: Sheet | undefined;
	const world = {
		org: 'org_1',
		keep: () => Promise.reject(new Problem(0)),
		store: (s: Sheet | undefined) => void (sheet = s)
	};
	const draft = new Draft(world);
	draft.restore('Hola');
	draft.text = 'Hola, Rosa';
	const file = Upload.again('org_1', unsent('f'));
	file.start = () => undefined;
	draft.attach(file);
	await vi.advanceTimersByTimeAsync(1000);
	expect(sheet).toMatchObject({ text: 'Hola, Rosa', there: 'Hola', unsent: [{ key: 'f' }] });

	vi.spyOn(Upload.prototype, 'start').mockImplementation(() => undefined);
	const next = new Draft({ ...world, keep: async () => undefined });
	next.restore('Hola');
	if (sheet) next.adopt(sheet);
	expect(next.text).toBe('Hola, Rosa');
	expect(next.uploads.map((u) => u.key)).toEqual(['f']);
	await vi.advanceTimersByTimeAsync(1000);
	expect(next.saved).toBe('saved');

	next.give();
	expect(sheet).toBeUndefined();
});

test('a letter does not leave before the draft that is being kept is through', async () => {
	const { self, outbox } = world();
	let through = () => {};
	const draft = draftWith(() => new Promise<void>((done) => (through = done)));
	draft.text = 'Hola';
	await vi.advanceTimersByTimeAsync(1000);
	const { letter: given, settled } = draft.give();
	outbox.send({ ...letter(''), ...given }, undefined, settled);
	await settle();
	expect(outbox.list.length).toBe(1);
	expect(self.said).toEqual([]);
	through();
	await settle();
	expect(self.said).toEqual(['Hola']);
});

test('giving it empties it, with only those mentioned whose names are left; taking it back brings all of it', async () => {
	const draft = draftWith();
	draft.mention({ id: 'mem_1', name: 'Luz Arriaga' });
	draft.mention({ id: 'mem_2', name: 'Darío' });
	draft.text = ' Lo ve @Luz Arriaga ';
	const { letter: given } = draft.give();
	expect(given).toMatchObject({ body: 'Lo ve @Luz Arriaga', mentions: [{ id: 'mem_1' }] });
	expect(draft.says).toBe(false);
	draft.text = 'más';
	draft.take({ ...given, org: 'org_1' });
	expect(draft.text).toBe('Lo ve @Luz Arriaga\nmás');
	await vi.advanceTimersByTimeAsync(1000);
});

test('shortcuts and mentions are seen where they are typed, not inside of words', () => {
	expect(typedAfter('/', '/sal', 4)).toEqual({ from: 0, to: 4, word: 'sal' });
	expect(typedAfter('/', 'Hola /', 6)?.word).toBe('');
	expect(typedAfter('/', 'y/o', 3)).toBeUndefined();
	expect(typedAfter('/', 'https://a', 9)).toBeUndefined();
	expect(typedAfter('/', '/sal udo', 8)).toBeUndefined();
	expect(typedAfter('@', 'Ver @Luz Arr', 12)?.word).toBe('Luz Arr');
	expect(typedAfter('@', 'a@b.mx', 6)).toBeUndefined();
	const typed = typedAfter('@', 'Ver @Lu y', 7);
	expect(typed && replaced('Ver @Lu y', typed, '@Luz ')).toEqual({ text: 'Ver @Luz  y', caret: 9 });
	expect(inserted('Hola', 4, 4, '👍')).toEqual({ text: 'Hola 👍', caret: 7 });
});

const canned = (shortcut: string, name: string, more: Partial<Canned> = {}): Canned =>
	({ id: shortcut, shortcut, name, body: '', ...more }) as Canned;

test('responses are found by shortcut first, by their words, and in the language of the customer', () => {
	const all = [
		canned('adios', 'Despedida'),
		canned('hola', 'Saludo', { locale: 'es' }),
		canned('hello', 'Greeting', { locale: 'en', body: 'Hola!' })
	];
	expect(offered(all, 'hol', 'es').map((c) => c.id)).toEqual(['hola', 'hello']);
	expect(offered(all, '', 'es').map((c) => c.id)).toEqual(['adios', 'hola', 'hello']);
	expect(offered(all, 'despe').map((c) => c.id)).toEqual(['adios']);
});

test('variables are filled in, and what is not known leaves no gap', () => {
	const values = { 'contact.first_name': 'Rosa', 'ticket.number': '12', 'contact.phone': null };
	expect(filled('Hola {{contact.first_name}}, ticket {{ ticket.number }}.', values)).toBe(
		'Hola Rosa, ticket 12.'
	);
	expect(filled('Tel. {{contact.phone}}, gracias', values)).toBe('Tel., gracias');
});
