import { Problem } from './problem';

/** Sends one request; the same one again when it is safe to: it only reads, or carries an idempotency key. */
export interface Sender {
	fetch: (request: Request) => Promise<Response>;
	wait: (ms: number) => Promise<void>;
	random: () => number;
}

const BUSY = new Set([429, 502, 503, 504]);
const TRIES = 3;

function repeatable(request: Request): boolean {
	return (
		request.method === 'GET' || request.method === 'HEAD' || request.headers.has('idempotency-key')
	);
}

/** How long the server asks us to wait, in milliseconds; half a minute at most. */
function asked(response: Response): number | undefined {
	const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
	return Number.isFinite(seconds) ? Math.min(seconds, 30) * 1000 : undefined;
}

export async function send(
	request: Request,
	{ fetch, wait, random }: Sender,
	tries = TRIES
): Promise<Response> {
	for (let attempt = 1; ; attempt += 1) {
		const last = attempt === tries || !repeatable(request) || request.signal.aborted;
		// A body can be read once: every attempt but the last takes a copy.
		const pause = 300 * 2 ** (attempt - 1) * (0.5 + random());
		try {
			const response = await fetch(last ? request : request.clone());
			if (last || !BUSY.has(response.status)) return response;
			await wait(asked(response) ?? pause);
		} catch (error) {
			if (request.signal.aborted) throw error;
			if (last) throw new Problem(0);
			await wait(pause);
		}
	}
}
