import type { FileView } from './types';

/** The server refused, and says why. */
export class Problem extends Error {
	constructor(
		readonly status: number,
		readonly code = '',
		readonly title = '',
		readonly field = '',
		readonly retryAfter = 0
	) {
		super(title || code || String(status));
	}
}

/** No answer came: nobody knows whether the server did it. */
export class Unreachable extends Error {}

/** It is the token by which the site vouches for somebody that is not good, not the visitor's own. */
export function isIdentity(error: Problem): boolean {
	return error.code.startsWith('identity_');
}

/** Worth trying again as it is. */
export function isPassing(error: unknown): boolean {
	if (!(error instanceof Problem)) return true;
	if (isIdentity(error)) return false;
	return error.status >= 500 || [401, 408, 425, 429].includes(error.status);
}

export interface Call {
	token?: string;
	body?: unknown;
	/** The same key for the same act, however often it is tried. */
	key?: string;
}

export type Upload = (
	url: string,
	file: Blob,
	name: string,
	headers: Record<string, string>,
	progress: (share: number) => void
) => Promise<{ status: number; body: string; retryAfter: string | null }>;

const PATIENCE = 30_000;

export class Api {
	/** What the texts of refusals are written in. */
	locale = '';

	constructor(
		readonly base: string,
		private fetch: typeof globalThis.fetch,
		private upload: Upload
	) {}

	async json<T>(method: string, path: string, call: Call = {}): Promise<T> {
		return (await (await this.#send(method, path, call)).json()) as T;
	}

	/** For acts whose answer says nothing. */
	async tell(method: string, path: string, call: Call): Promise<void> {
		await this.#send(method, path, call);
	}

	async bytes(path: string, token: string): Promise<Blob> {
		return (await this.#send('GET', path, { token })).blob();
	}

	async file(
		token: string,
		key: string,
		file: Blob,
		name: string,
		progress: (share: number) => void
	): Promise<FileView> {
		let answer;
		try {
			const headers = this.#headers({ token, key });
			answer = await this.upload(`${this.base}/files`, file, name, headers, progress);
		} catch (cause) {
			throw new Unreachable('upload', { cause });
		}
		if (answer.status < 200 || answer.status > 299)
			throw problem(answer.status, answer.body, answer.retryAfter);
		return JSON.parse(answer.body) as FileView;
	}

	#headers({ token, key }: Call): Record<string, string> {
		return {
			...(this.locale && { 'Accept-Language': this.locale }),
			...(token && { Authorization: `Bearer ${token}` }),
			...(key && { 'Idempotency-Key': key })
		};
	}

	async #send(method: string, path: string, call: Call): Promise<Response> {
		const headers = this.#headers(call);
		if (call.body !== undefined) headers['Content-Type'] = 'application/json';
		let response: Response;
		try {
			response = await this.fetch(this.base + path, {
				method,
				headers,
				credentials: 'omit',
				cache: 'no-store',
				signal: AbortSignal.timeout(PATIENCE),
				...(call.body !== undefined && { body: JSON.stringify(call.body) })
			});
		} catch (cause) {
			throw new Unreachable(path, { cause });
		}
		if (response.ok) return response;
		const text = await response.text().catch(() => '');
		throw problem(response.status, text, response.headers.get('Retry-After'));
	}
}

function problem(status: number, body: string, retryAfter: string | null): Problem {
	let said: Partial<Record<'code' | 'title' | 'field', string>> = {};
	try {
		said = JSON.parse(body) as typeof said;
	} catch {
		// A proxy's page: the status has to do.
	}
	return new Problem(status, said.code, said.title, said.field, Number(retryAfter) || 0);
}
