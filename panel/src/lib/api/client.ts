/**
 * The panel's only way to the server: the public API, by the types of its document. `take` turns an answer into its value
 * or throws a `Problem`.
 */
import createClient, { type Middleware } from 'openapi-fetch';
import { answers } from '$lib/kept';
import { viewing } from '$lib/me/viewing.svelte';
import { speech, t } from '$lib/text/index.svelte';
import { Problem, problemOf } from './problem';
import { send } from './retry';
import type { paths } from './schema';

type Heard = (response: Response) => void;
const signedOut = new Set<Heard>();

/** Calls when the server no longer knows us; whoever answers wipes what is kept and asks to sign in. */
export function onSignedOut(heard: Heard): () => void {
	signedOut.add(heard);
	return () => signedOut.delete(heard);
}

/** 128 bits of chance; `randomUUID` is not there on plain HTTP, and a desk in an office may have no more. */
export function freshKey(): string {
	return [...crypto.getRandomValues(new Uint8Array(16))]
		.map((b) => b.toString(16).padStart(2, '0'))
		.join('');
}

/** Through whose eyes a request looks. */
const EYES = 'x-relevo-view-as';

/** As the server would say it: what is looked at through another's eyes cannot be changed. */
function refused(): Response {
	const problem = { code: 'view_as_reads_only', status: 403, title: t('why.capped.view_as') };
	const headers = { 'content-type': 'application/problem+json' };
	return new Response(JSON.stringify(problem), { status: 403, headers });
}

const house: Middleware = {
	onRequest({ request }) {
		request.headers.set('accept-language', speech.locale);
		const eyes = viewing.eyes(request.url);
		if (eyes && request.method !== 'GET') return refused();
		if (eyes) request.headers.set(EYES, eyes);
		if (request.method !== 'GET' && request.method !== 'HEAD') {
			// No page of another origin can set it: the server takes it for the sign that the panel asks.
			request.headers.set('x-relevo', '1');
		}
		if (request.method === 'POST' && !request.headers.has('idempotency-key')) {
			request.headers.set('idempotency-key', freshKey());
		}
		return request;
	},
	async onResponse({ request, response }) {
		if (response.status === 403 && request.headers.has(EYES)) {
			const { code } = await problemOf(response.clone());
			// Nothing of theirs is shown any longer.
			if (code === 'view_as_over') viewing.end();
		}
		if (response.status !== 401) return response;
		// A wrong password is a 401 too: only these say that there is no session any more.
		const { code } = await problemOf(response.clone());
		if (code === 'sign_in_required' || code === 'session_expired')
			for (const heard of signedOut) heard(response);
		return response;
	}
};

const sender = {
	fetch: (request: Request) => globalThis.fetch(request),
	wait: (ms: number) => new Promise<void>((done) => setTimeout(done, ms)),
	random: Math.random
};

export const api = createClient<paths>({
	baseUrl: typeof location === 'undefined' ? 'http://panel.invalid' : location.origin,
	credentials: 'same-origin',
	// What another sees is not kept on this machine.
	fetch: (request) =>
		request.headers.has(EYES)
			? send(request, sender)
			: answers.through(request, (r, tries) => send(r, sender, tries))
});
api.use(house);

interface Answer<T> {
	data?: T;
	error?: unknown;
	response: Response;
}

/** The value of an answer. What was refused is thrown as a `Problem`. */
export async function take<T>(answer: Promise<Answer<T>>): Promise<T> {
	const { data, error, response } = await answer;
	if (response.ok) return data as T;
	if (error && typeof error === 'object') throw new Problem(response.status, error);
	throw await problemOf(response);
}
