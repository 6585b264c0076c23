import { describe, expect, test } from 'vitest';
import { Api, isPassing, Problem, Unreachable } from './api';
import { backoff } from './random';

type Seen = { url: string; init: RequestInit };

function api(answer: () => Response | Promise<Response>) {
	const seen: Seen[] = [];
	const fetch = async (url: unknown, init: RequestInit = {}) => {
		seen.push({ url: String(url), init });
		return answer();
	};
	const upload = async () => ({ status: 413, body: '{"code":"too_large"}', retryAfter: null });
	return { seen, api: new Api('/api/v1/widget', fetch as typeof globalThis.fetch, upload) };
}

const caught = (act: Promise<unknown>) =>
	act.then(
		() => null,
		(error: unknown) => error as Problem
	);

describe('a request', () => {
	test('carries the token, the key and the language, and no cookie', async () => {
		const { api: desk, seen } = api(() => new Response('{}'));
		desk.locale = 'es-MX';
		await desk.json('POST', '/messages', { token: 't', key: 'k', body: { body: 'ñ' } });
		expect(seen[0]?.url).toBe('/api/v1/widget/messages');
		expect(seen[0]?.init).toMatchObject({ credentials: 'omit', body: '{"body":"ñ"}' });
		expect(seen[0]?.init.headers).toEqual({
			'Accept-Language': 'es-MX',
			Authorization: 'Bearer t',
			'Idempotency-Key': 'k',
			'Content-Type': 'application/json'
		});
	});

	test('refused says why', async () => {
		const body = '{"code":"email_invalid","title":"Revise el correo.","field":"email"}';
		const { api: desk } = api(
			() => new Response(body, { status: 422, headers: { 'Retry-After': '7' } })
		);
		expect(await caught(desk.json('GET', '/x'))).toMatchObject({
			status: 422,
			code: 'email_invalid',
			title: 'Revise el correo.',
			field: 'email',
			retryAfter: 7
		});
	});

	test('answered by a proxy’s page says at least the number', async () => {
		const { api: desk } = api(() => new Response('<h1>Bad gateway</h1>', { status: 502 }));
		expect(await caught(desk.tell('POST', '/read', {}))).toMatchObject({ status: 502, code: '' });
	});

	test('without an answer is not a refusal', async () => {
		const { api: desk } = api(() => Promise.reject(new TypeError('Failed to fetch')));
		expect(await caught(desk.json('GET', '/x'))).toBeInstanceOf(Unreachable);
	});

	test('an upload is refused in the same way', async () => {
		const { api: desk } = api(() => new Response());
		const error = await caught(desk.file('t', 'k', new Blob(), 'a.jpg', () => undefined));
		expect(error).toMatchObject({ status: 413, code: 'too_large' });
	});
});

test('only what may pass by itself is tried again', () => {
	for (const status of [401, 408, 425, 429, 500, 502, 503])
		expect(isPassing(new Problem(status))).toBe(true);
	for (const status of [400, 403, 404, 409, 410, 413, 422])
		expect(isPassing(new Problem(status))).toBe(false);
	expect(isPassing(new Problem(401, 'identity_expired'))).toBe(false);
	expect(isPassing(new Unreachable())).toBe(true);
});

test('waits double to half a minute, and differ', () => {
	const at = (attempt: number) => Array.from({ length: 200 }, () => backoff(attempt));
	for (const attempt of [0, 1, 4, 5, 50, 5000]) {
		const top = Math.min(30_000, 1000 * 2 ** attempt);
		expect(Math.max(...at(attempt))).toBeLessThanOrEqual(top);
		expect(Math.min(...at(attempt))).toBeGreaterThanOrEqual(top / 2);
	}
	expect(new Set(at(3)).size).toBeGreaterThan(100);
});
