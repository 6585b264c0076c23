/** Whether one is at one's desk, in each organisation that one serves: one switch over all, and how long it is believed. */
import { api, take } from '$lib/api/client';
import type { Item } from '$lib/api/shapes';
import { live } from '$lib/live';
import { soon } from '$lib/store/soon';
import { session, type Presence } from './session.svelte';

export type Standing = Item<'/api/v1/me/presence'>;

class Presences {
	all = $state.raw<readonly Standing[]>([]);
	readonly refresh: () => void;

	constructor() {
		this.refresh = soon(() => this.read(), 400);
	}

	of(org: string): Standing | undefined {
		return this.all.find((one) => one.organisation === org);
	}

	async read(): Promise<void> {
		this.all = (await take(api.GET('/api/v1/me/presence'))).items;
	}

	/** In all organisations; shown at once, and put back when the server does not agree. */
	async set(presence: Presence): Promise<void> {
		const before = this.all;
		this.all = before.map((one) => ({ ...one, presence }));
		try {
			this.all = (await take(api.PUT('/api/v1/me/presence', { body: { presence } }))).items;
		} catch (error) {
			this.all = before;
			throw error;
		}
	}

	/** Still there: the same once more, where one was about to be put offline. */
	async goOn(now: number): Promise<void> {
		for (const { organisation: org, presence } of ending(this.all, now))
			await take(
				api.PUT('/api/v1/organisations/{org}/me/presence', {
					params: { path: { org } },
					body: { presence }
				})
			);
		await this.read();
	}
}

/** Where one is asked now whether one is still there, the first to end before the others. */
export function ending<T extends Pick<Standing, 'notice_at' | 'ends_at'>>(
	all: readonly T[],
	now: number
): (T & { ends_at: string })[] {
	return all
		.filter(
			(one): one is T & { ends_at: string } =>
				typeof one.notice_at === 'string' &&
				typeof one.ends_at === 'string' &&
				Date.parse(one.notice_at) <= now &&
				now < Date.parse(one.ends_at)
		)
		.sort((a, b) => Date.parse(a.ends_at) - Date.parse(b.ends_at));
}

export const presences = new Presences();

live.on('happened', 'member', ({ kind }) => kind === 'presence.changed' && presences.refresh());
live.on('reset', '*', () => presences.refresh());
live.on('access', '*', () => presences.refresh());
session.onForget(() => (presences.all = []));
