/** What a person should look at, over all of their organisations: one list and one number, kept by the live line. */
import { api, take } from '$lib/api/client';
import type { Item } from '$lib/api/shapes';
import { live } from '$lib/live';
import { session } from '$lib/me/session.svelte';
import { Entities } from '$lib/store/entities.svelte';
import { Pages } from '$lib/store/pages.svelte';
import { soon } from '$lib/store/soon';
import { herald } from './herald';

export type Notice = Item<'/api/v1/me/notifications'>;

const ALL = '/api/v1/me/notifications';

class Notices {
	/** Counted up to a thousand. */
	unread = $state(0);
	readonly #entities = new Entities<Notice>();
	readonly pages = new Pages(this.#entities, {
		load: (cursor, limit) => this.#load(cursor, limit)
	});
	#watchers = 0;
	/** What is older was there when the panel was opened, or has been told. */
	#told = '';
	#leave: (() => void)[] = [];

	/** Counts from now on; what comes is read when it comes. */
	watch(): () => void {
		this.#watchers += 1;
		if (this.#watchers === 1) {
			this.#told = new Date().toISOString();
			const again = soon(async () => this.#tell(await this.#again()));
			this.#leave = [
				live.on('happened', '*', ({ kind }) => {
					if (kind?.startsWith('notification.')) again();
				}),
				live.on('reset', '*', again),
				live.on('access', '*', again)
			];
			again();
		}
		return () => {
			this.#watchers -= 1;
			if (this.#watchers === 0) this.#leave.forEach((leave) => leave());
		};
	}

	/** Shown as read at once; what the server says stands. */
	async read(one: Notice): Promise<void> {
		if (one.read_at) return;
		this.#entities.put({ ...one, read_at: new Date().toISOString() });
		this.unread = Math.max(0, this.unread - 1);
		const path = { org: one.organisation.id, notification: one.id };
		await take(
			api.PUT('/api/v1/organisations/{org}/notifications/{notification}/read', { params: { path } })
		);
	}

	/** All up to the latest that is here: what came meanwhile stays new. */
	async readAll(): Promise<void> {
		await take(
			api.PUT('/api/v1/me/notifications/read', { body: { until: this.pages.items[0]?.at } })
		);
		await this.#again();
	}

	clear(): void {
		this.unread = 0;
		this.pages.ids = [];
		this.pages.state = 'new';
		this.#entities.clear();
	}

	#tell(latest: readonly Notice[]): void {
		const fresh = latest.filter((one) => !one.read_at && one.at > this.#told);
		this.#told = fresh[0]?.at ?? this.#told;
		void herald(fresh, (one) => void this.read(one));
	}

	/** The latest, of which at least the first is here. */
	async #again(): Promise<readonly Notice[]> {
		if (this.pages.state === 'new') return (await this.#load(undefined, 1)).items;
		await this.pages.refresh();
		return this.pages.items;
	}

	async #load(cursor?: string, limit?: number) {
		const page = await take(api.GET(ALL, { params: { query: { cursor, limit } } }));
		this.unread = page.unread;
		return page;
	}
}

export const notices = new Notices();
session.onForget(() => notices.clear());
