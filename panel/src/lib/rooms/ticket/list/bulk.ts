/** One act on many tickets. The server decides each on its own; what it refused is told with its reason. */
import { api, take } from '$lib/api/client';
import { explain } from '$lib/api/explain';
import type { components } from '$lib/api/schema';
import { toasts } from '$lib/kit/toast.svelte';
import { t } from '$lib/text/index.svelte';

type Schemas = components['schemas'];
type Whole = Schemas['BulkAct'];
type WithoutTickets<T> = T extends unknown ? Omit<T, 'tickets'> : never;
export type Act = WithoutTickets<Whole>;
export type Result = Schemas['BulkResults']['results'][number];

/** As many as the server takes in one request. */
const MOST = 200;

export function summary(results: readonly Result[]): { text: string; bad: boolean } {
	const refused = results.filter((r) => !r.done);
	const done = results.length - refused.length;
	if (refused.length === 0) return { text: t('list.bulk.done', { n: done }), bad: false };
	const why = refused.find((r) => r.problem)?.problem;
	const reason = String(why?.detail || why?.title || '');
	return { text: t('list.bulk.some', { done, n: refused.length, reason }), bad: true };
}

/** Gives those that it was done to. */
export async function doAll(org: string, tickets: readonly string[], act: Act): Promise<string[]> {
	const results: Result[] = [];
	try {
		for (let at = 0; at < tickets.length; at += MOST) {
			const body = { ...act, tickets: tickets.slice(at, at + MOST) } as Whole;
			const answer = await take(
				api.POST('/api/v1/organisations/{org}/tickets/bulk', { params: { path: { org } }, body })
			);
			results.push(...answer.results);
		}
	} catch (error) {
		toasts.add(explain(error), { tone: 'bad' });
		if (results.length === 0) return [];
	}
	const { text, bad } = summary(results);
	toasts.add(text, { tone: bad ? 'bad' : 'plain', ms: bad ? 10_000 : undefined });
	return results.filter((r) => r.done).map((r) => r.ticket);
}
