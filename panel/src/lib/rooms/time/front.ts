/** Whether a ticket is in front of the person, told to the server. */
import { api, take } from '$lib/api/client';
import { isProblem } from '$lib/api/problem';
import { session } from '$lib/me/session.svelte';
import { viewing } from '$lib/me/viewing.svelte';
import { afterPaint } from '$lib/store/painted';
import { details } from '../ticket/details.svelte';
import { Counter } from './counter';
import { counted } from './counted.svelte';

const TICK = 5_000;
const signs = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

export function keep(org: string, ticket: string): () => void {
	// Through another's eyes one works on nothing.
	if (viewing.now?.org === org) return () => undefined;

	const counter = new Counter({
		now: () => performance.now(),
		here: () => document.visibilityState === 'visible' && document.hasFocus(),
		send: (from, to) => tell(org, ticket, from, to)
	});
	const tick = () => counter.tick();
	const sign = () => counter.sign();
	// A page that is closed says it on its way out.
	const hide = () => void counter.leave();
	const timer = setInterval(tick, TICK);
	for (const kind of signs) addEventListener(kind, sign, { passive: true, capture: true });
	addEventListener('focus', tick);
	addEventListener('blur', tick);
	addEventListener('pagehide', hide);
	document.addEventListener('visibilitychange', tick);
	return () => {
		clearInterval(timer);
		for (const kind of signs) removeEventListener(kind, sign, { capture: true });
		removeEventListener('focus', tick);
		removeEventListener('blur', tick);
		removeEventListener('pagehide', hide);
		document.removeEventListener('visibilitychange', tick);
		// Who sees it no longer, or has signed out, has nothing to say about it.
		if (!session.me || details.finding(org, ticket) === 'missing') counter.drop();
		// What the next ticket has to say is painted first.
		afterPaint(() => void last(counter));
	};
}

/** What could not be said when the ticket was left is tried again for as long as the page is open. */
async function last(counter: Counter): Promise<void> {
	for (let wait = TICK; ; wait = Math.min(2 * wait, 60_000)) {
		await counter.leave();
		if (counter.empty) return;
		await new Promise((done) => setTimeout(done, wait));
	}
}

async function tell(org: string, ticket: string, from: number, to: number) {
	try {
		await take(
			api.PUT('/api/v1/organisations/{org}/tickets/{ticket}/time', {
				params: { path: { org, ticket } },
				body: { from_ago: Math.round(from), to_ago: Math.round(to) },
				keepalive: true
			})
		);
	} catch (error) {
		// Not theirs any more, or none: it never will be. What else is refused is no time, and anything else is tried again.
		const status = isProblem(error) ? error.status : 0;
		if ([401, 403, 404, 409].includes(status)) return 'gone';
		if (status !== 422) throw error;
	}
	counted.of(ticket);
	return 'said';
}
