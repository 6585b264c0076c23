import { beforeEach, expect, test } from 'vitest';
import { Problem } from '$lib/api/problem';
import { Answers, type Kept } from './answers.svelte';
import { placeOf } from './places';
import type { Shelf } from './shelf';

const ORG = '/api/v1/organisations/org_1';
const me = (account: string, ...orgs: string[]) => ({
	account: { id: account },
	memberships: orgs.map((id) => ({ organisation: { id } }))
});

function memory(): Shelf<Kept> & { map: Map<string, Kept> } {
	const map = new Map<string, Kept>();
	return {
		map,
		get: async (key) => map.get(key),
		set: async (key, value) => void map.set(key, value),
		drop: async (...keys) => keys.forEach((key) => map.delete(key)),
		keys: async () => [...map.keys()],
		all: async () => [...map],
		clear: async () => map.clear()
	};
}

let shelf: ReturnType<typeof memory>;
/** What the server says of an address; what it does not know, it does not answer. */
let server: Map<string, unknown>;
let asked: string[];
let time: number;
let late: (() => void)[];

/** A page that is opened: what it keeps outlives it. */
function opened() {
	const answers = new Answers({
		shelf,
		now: () => time,
		wait: () => new Promise((done) => late.push(done)),
		offline: () => false
	});
	const get = async (address: string) => {
		const response = await answers.through(new Request(`http://desk.test${address}`), async (r) => {
			const { pathname, search } = new URL(r.url);
			asked.push(pathname + search);
			const said = server.get(pathname + search);
			if (said === undefined) throw new Problem(0);
			if (typeof said === 'number') return new Response('{}', { status: said });
			if (said instanceof Promise) return new Response(JSON.stringify(await said));
			return new Response(JSON.stringify(said));
		});
		await settled();
		return response;
	};
	const json = async (address: string) => (await get(address)).json() as Promise<unknown>;
	return { answers, get, json };
}

/** What is kept is kept by the way, after the answer has been given. */
const settled = () => new Promise((done) => setTimeout(done, 0));
const keys = () => [...shelf.map.keys()].sort();

beforeEach(() => {
	shelf = memory();
	server = new Map<string, unknown>([['/api/v1/me', me('acc_1', 'org_1')]]);
	asked = [];
	late = [];
	time = 1000;
});

test('without a network the panel is what was last seen, and says since when', async () => {
	const page = opened();
	server.set(`${ORG}/tickets?view=mine&limit=50`, { items: [{ id: 'tkt_1' }] });
	await page.json('/api/v1/me');
	await page.json(`${ORG}/tickets?view=mine&limit=50`);
	expect(page.answers.past).toBe(false);

	server.clear();
	time = 9000;
	const next = opened();
	expect(await next.json('/api/v1/me')).toEqual(me('acc_1', 'org_1'));
	// As much as is asked for is no other list; another view is.
	expect(await next.json(`${ORG}/tickets?limit=200&view=mine`)).toEqual({
		items: [{ id: 'tkt_1' }]
	});
	expect(next.answers.seen('list')).toBe(1000);
	expect(next.answers.seen('tkt_1')).toBeUndefined();
	await expect(next.get(`${ORG}/tickets?view=all`)).rejects.toThrow(Problem);
	await expect(next.get(`${ORG}/tickets?view=mine&cursor=x`)).rejects.toThrow(Problem);
	expect(next.answers.back()).toEqual(['org_1']);
	expect(next.answers.past).toBe(false);
});

test('what follows at once on who we are is kept, however slow the machine is', async () => {
	const quick = shelf.get;
	// A browser that has to open its database first.
	shelf.get = async (key) => {
		await settled();
		await settled();
		return quick(key);
	};
	const { answers } = opened();
	const say = (body: unknown) => async () => new Response(JSON.stringify(body));
	const list = `${ORG}/tickets?view=mine`;
	await answers.through(new Request('http://desk.test/api/v1/me'), say(me('acc_1', 'org_1')));
	await answers.through(new Request(`http://desk.test${list}`), say({ items: [] }));
	for (let n = 0; n < 8; n += 1) await settled();
	expect(keys()).toEqual(['/api/v1/me', list]);
});

test('a gateway without its server is no answer; a refusal is one, and drops what was kept', async () => {
	const { get, json } = opened();
	const ticket = `${ORG}/tickets/tkt_1`;
	await json('/api/v1/me');
	for (const part of ['', '/contact', '/timeline']) {
		server.set(ticket + part, { id: part || 'tkt_1' });
		await json(ticket + part);
	}
	server.set(ticket, 503);
	expect(await json(ticket)).toEqual({ id: 'tkt_1' });
	server.set(`${ticket}/contact`, 403);
	expect((await get(`${ticket}/contact`)).status).toBe(403);
	expect(keys()).toEqual(['/api/v1/me', ticket, `${ticket}/timeline`]);
	server.set(ticket, 404);
	expect((await get(ticket)).status).toBe(404);
	expect(keys()).toEqual(['/api/v1/me']);
});

test('who does not wait for ever is shown what is there, and the answer is kept when it comes', async () => {
	const { json, answers } = opened();
	await json('/api/v1/me');
	server.set(`${ORG}/views`, { items: ['old'] });
	await json(`${ORG}/views`);
	let answer = (_: unknown) => {};
	server.set(`${ORG}/views`, new Promise((done) => (answer = done)));
	const shown = json(`${ORG}/views`);
	await settled();
	late.forEach((done) => done());
	expect(await shown).toEqual({ items: ['old'] });
	expect(answers.past).toBe(true);
	answer({ items: ['new'] });
	await settled();
	expect(shelf.map.get(`${ORG}/views`)?.body).toContain('new');
});

test('nothing is kept of nobody, nor after the end, however late an answer comes', async () => {
	const { json, answers } = opened();
	server.set(`${ORG}/views`, { items: [] });
	await json(`${ORG}/views`);
	expect(keys()).toEqual([]);
	await json('/api/v1/me');
	let answer = (_: unknown) => {};
	server.set(`${ORG}/tickets`, new Promise((done) => (answer = done)));
	const slow = json(`${ORG}/tickets`);
	await answers.wipe();
	answer({ items: [] });
	await slow;
	await settled();
	answers.put(`${ORG}/tickets/tkt_1/timeline`, { items: [] });
	await settled();
	expect(keys()).toEqual([]);
});

test('another account finds nothing of the one before, and leaves nothing to it', async () => {
	const { json } = opened();
	server.set(`${ORG}/views`, { items: ['theirs'] });
	await json('/api/v1/me');
	await json(`${ORG}/views`);
	server.set('/api/v1/me', me('acc_2', 'org_1'));
	const next = opened();
	await next.json('/api/v1/me');
	server.delete(`${ORG}/views`);
	await expect(next.get(`${ORG}/views`)).rejects.toThrow(Problem);
	expect(keys()).toEqual(['/api/v1/me']);
});

test('where one is no longer a member nothing stays', async () => {
	const { json, answers } = opened();
	server.set('/api/v1/me', me('acc_1', 'org_1', 'org_2'));
	await json('/api/v1/me');
	for (const org of ['org_1', 'org_2']) {
		server.set(`/api/v1/organisations/${org}/views`, { items: [] });
		await json(`/api/v1/organisations/${org}/views`);
	}
	server.set('/api/v1/me', me('acc_1', 'org_2'));
	await json('/api/v1/me');
	expect(keys()).toEqual(['/api/v1/me', '/api/v1/organisations/org_2/views']);
	await answers.leave('org_2');
	expect(keys()).toEqual(['/api/v1/me']);
});

test('what goes out of sight goes from everywhere it stands', async () => {
	const { json, answers } = opened();
	await json('/api/v1/me');
	const said = { items: [{ type: 'message', message: { id: 'msg_1' } }, { id: 'act_1' }] };
	for (const [at, body] of [
		['tickets', { items: [{ id: 'tkt_1' }, { id: 'tkt_2' }], next: null }],
		['tickets/tkt_1', { id: 'tkt_1' }],
		['tickets/tkt_1/timeline', said],
		['tickets/tkt_2/timeline', said]
	] as const) {
		server.set(`${ORG}/${at}`, body);
		await json(`${ORG}/${at}`);
	}
	await answers.gone('org_1', 'tkt_1');
	expect(keys()).toEqual(['/api/v1/me', `${ORG}/tickets`, `${ORG}/tickets/tkt_2/timeline`]);
	expect(JSON.parse(shelf.map.get(`${ORG}/tickets`)?.body ?? '')).toEqual({
		items: [{ id: 'tkt_2' }],
		next: null
	});
	await answers.gone('org_1', 'msg_1');
	expect(shelf.map.get(`${ORG}/tickets/tkt_2/timeline`)?.body).not.toContain('msg_1');
	await answers.gone('org_1', undefined);
	expect(keys()).toEqual(['/api/v1/me']);
});

test('what was kept before the panel was away is asked for again, or dropped', async () => {
	const { json } = opened();
	await json('/api/v1/me');
	for (const [n, at] of ['tickets?view=mine', 'tickets/tkt_1', 'tickets/tkt_2'].entries()) {
		time = 1000 + n;
		server.set(`${ORG}/${at}`, { id: at });
		await json(`${ORG}/${at}`);
	}
	time = 5000;
	const next = opened();
	await next.json('/api/v1/me');
	await next.json(`${ORG}/tickets/tkt_1`);
	expect(await next.answers.again('org_1', 5)).toEqual(['tkt_2']);
	expect(keys()).toEqual(['/api/v1/me', `${ORG}/tickets/tkt_1`, `${ORG}/tickets/tkt_2`]);
	expect(await next.answers.again('org_1', 0)).toEqual([]);
	expect(keys()).toEqual(['/api/v1/me', `${ORG}/tickets/tkt_1`]);
});

test('of tickets as many are kept as one goes back to, the latest', async () => {
	const { json } = opened();
	await json('/api/v1/me');
	for (let n = 0; n < 33; n += 1) {
		time += 1;
		server.set(`${ORG}/tickets/tkt_${n}`, { id: n });
		await json(`${ORG}/tickets/tkt_${n}`);
	}
	expect(shelf.map.size).toBe(31);
	expect(shelf.map.has(`${ORG}/tickets/tkt_2`)).toBe(false);
	expect(shelf.map.has(`${ORG}/tickets/tkt_32`)).toBe(true);
});

test('what one only looks up, and what changes something, is not kept', () => {
	for (const address of [
		'/contacts',
		'/tickets/tkt_1/history',
		'/audit',
		'/files/fil_1',
		'/search?q=a'
	])
		expect(placeOf(ORG + address), address).toBeUndefined();
	expect(placeOf('/api/v1/session')).toBeUndefined();
	expect(placeOf(`${ORG}/tickets?contact=con_1&view=all`)?.kind).toBe('contact');
});
