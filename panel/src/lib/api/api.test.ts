import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { speech } from '$lib/text/index.svelte';
import { api, freshKey, onSignedOut, take } from './client';
import { byField, explain } from './explain';
import { isProblem, Problem } from './problem';
import { send } from './retry';

beforeEach(() => speech.use(['es-MX']));
afterEach(() => vi.unstubAllGlobals());

const json = (status: number, body: unknown, headers = {}) =>
	new Response(JSON.stringify(body), {
		status,
		headers: { 'content-type': 'application/problem+json', ...headers }
	});

/** The paths of the document are not this test's affair. */
const call = api as unknown as Record<
	'GET' | 'POST',
	(path: string, init?: object) => Promise<{ response: Response; data?: unknown }>
>;

function answers(...all: (Response | Error)[]) {
	const seen: Request[] = [];
	vi.stubGlobal('fetch', async (request: Request) => {
		seen.push(request);
		const next = all[Math.min(seen.length, all.length) - 1];
		if (next instanceof Error) throw next;
		return next?.clone();
	});
	return seen;
}

describe('requests', () => {
	test('what changes something says that the panel asks, in which language, and once', async () => {
		const seen = answers(json(201, { id: 'tkt_1' }));
		await take(call.POST('/api/v1/x', { body: { a: 1 } }));
		await take(call.POST('/api/v1/x', { body: { a: 1 } }));
		await take(call.GET('/api/v1/x'));
		const [first, second, third] = seen;
		expect(first?.headers.get('x-relevo')).toBe('1');
		expect(first?.headers.get('accept-language')).toBe('es-MX');
		expect(first?.headers.get('idempotency-key')).toMatch(/^[0-9a-f]{32}$/);
		expect(second?.headers.get('idempotency-key')).not.toBe(first?.headers.get('idempotency-key'));
		expect(third?.headers.has('idempotency-key')).toBe(false);
		expect(third?.headers.has('x-relevo')).toBe(false);
		expect(freshKey()).not.toBe(freshKey());
	});

	test('a refusal becomes a Problem with its code, field and words', async () => {
		answers(
			json(409, {
				title: 'El contacto cambió.',
				code: 'contact.changed',
				field: 'phone',
				params: { by: 'Luz' },
				detail: { theirs: 1 }
			})
		);
		const error = await take(call.GET('/x')).catch((e: unknown) => e);
		expect(isProblem(error, 'contact.changed')).toBe(true);
		expect(error).toMatchObject({
			status: 409,
			field: 'phone',
			params: { by: 'Luz' },
			detail: { theirs: 1 }
		});
		expect(explain(error)).toBe('El contacto cambió.');
		expect(byField(error, 'name', 'phone')).toEqual({ phone: 'El contacto cambió.' });
		expect(byField(error, 'name')).toEqual({ form: 'El contacto cambió.' });
	});

	test("a proxy's page is a problem too", async () => {
		answers(
			new Response('<h1>Bad gateway</h1>', {
				status: 500,
				headers: { 'content-type': 'text/html' }
			})
		);
		const error = await take(call.GET('/x')).catch((e: unknown) => e);
		expect(error).toMatchObject({ status: 500, code: 'http.500' });
		expect(explain(error)).toBe(explain(new Problem(500)));
	});

	test('that the session is gone is heard by whoever asks for it; a wrong password is not that', async () => {
		answers(json(401, { code: 'sign_in_failed' }), json(401, { code: 'session_expired' }));
		const heard = vi.fn();
		const leave = onSignedOut(heard);
		await expect(take(call.GET('/x'))).rejects.toThrow(Problem);
		expect(heard).not.toHaveBeenCalled();
		await expect(take(call.GET('/x'))).rejects.toThrow(Problem);
		expect(heard).toHaveBeenCalledTimes(1);
		leave();
		await expect(take(call.GET('/x'))).rejects.toThrow(Problem);
		expect(heard).toHaveBeenCalledTimes(1);
	});
});

describe('again', () => {
	const sender = (answer: (n: number, request: Request) => Response | Error) => {
		const waits: number[] = [];
		let n = 0;
		return {
			waits,
			count: () => n,
			fetch: async (request: Request) => {
				const made = answer((n += 1), request);
				if (made instanceof Error) throw made;
				return made;
			},
			wait: async (ms: number) => void waits.push(ms),
			random: () => 0.5
		};
	};
	const post = (headers = {}) =>
		new Request('http://x.invalid/', { method: 'POST', body: '{"a":1}', headers });

	test('with a key the same request is sent again, body and all', async () => {
		const bodies: string[] = [];
		const s = sender((n) => (n < 3 ? new TypeError('failed') : new Response('ok')));
		const fetch = s.fetch;
		s.fetch = async (request) => {
			bodies.push(`${request.headers.get('idempotency-key')} ${await request.text()}`);
			return fetch(request);
		};
		await send(post({ 'idempotency-key': 'k' }), s);
		expect(bodies).toEqual(['k {"a":1}', 'k {"a":1}', 'k {"a":1}']);
		expect(s.waits).toEqual([300, 600]);
	});

	test('without one it is not: it may have happened', async () => {
		const s = sender(() => new TypeError('failed'));
		await expect(send(post(), s)).rejects.toMatchObject({
			status: 0,
			code: 'unreachable',
			passing: true
		});
		expect(s.count()).toBe(1);
	});

	test('a busy server says when; the third answer stands', async () => {
		const s = sender(() => new Response('', { status: 503, headers: { 'retry-after': '2' } }));
		expect((await send(new Request('http://x.invalid/'), s)).status).toBe(503);
		expect(s.waits).toEqual([2000, 2000]);
	});

	test('what was called off stays so', async () => {
		const stop = new AbortController();
		const s = sender(() => {
			stop.abort();
			return new DOMException('stop', 'AbortError');
		});
		await expect(
			send(new Request('http://x.invalid/', { signal: stop.signal }), s)
		).rejects.toThrow('stop');
		expect(s.count()).toBe(1);
	});
});
