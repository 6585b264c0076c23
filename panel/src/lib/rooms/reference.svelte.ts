/**
 * The short lists that screens choose from and name things by: people, teams, channels, words. Each organisation's are kept
 * once, read when first asked for, read anew when something of them changes, and forgotten with the person.
 */
import { api, take } from '$lib/api/client';
import { isProblem } from '$lib/api/problem';
import type { components } from '$lib/api/schema';
import { live } from '$lib/live';
import { session } from '$lib/me/session.svelte';
import { apart } from '$lib/store/apart.svelte';

type Schemas = components['schemas'];
export type Colleague = Schemas['Colleague'] & { name: string };
export type Team = Schemas['Page_for_TeamRow']['items'][number];
export type Channel = Schemas['Page_for_ChannelView']['items'][number];
export type Label = Schemas['Page_for_Word_for_LabelId']['items'][number];
export type Resolution = Schemas['Page_for_Word_for_ResolutionId']['items'][number];
export type Origin = Schemas['Page_for_Word_for_OriginId']['items'][number];
export type CustomField = Schemas['Field'];

interface Named {
	id: string;
	name: string;
}

type State = 'new' | 'loading' | 'ready' | 'failed';

/** One list. Reading `all`, `get` or `name` is enough to have it loaded. */
export class References<T extends Named> {
	#items = $state.raw<readonly T[]>([]);
	state = $state<State>('new');
	error = $state.raw<unknown>();
	#byId = $derived(new Map(this.#items.map((item) => [item.id, item])));
	#load: () => Promise<T[]>;
	#asked = false;
	#running: Promise<void> | undefined;
	#again = false;

	constructor(load: () => Promise<T[]>) {
		this.#load = load;
	}

	get all(): readonly T[] {
		this.#want();
		return this.#items;
	}

	get(id: string | null | undefined): T | undefined {
		this.#want();
		return id ? this.#byId.get(id) : undefined;
	}

	/** Empty while it is not known: a name that one may not know stays unknown. */
	name(id: string | null | undefined): string {
		return this.get(id)?.name ?? '';
	}

	/** Reads it anew; what is shown stays until the answer is here. Calls that come meanwhile are one more reading. */
	refresh(): Promise<void> {
		this.#asked = true;
		this.#again = true;
		this.#running ??= this.#read().finally(() => (this.#running = undefined));
		return this.#running;
	}

	/** Something of one that is known is another now. */
	change(id: string, by: Partial<T>): void {
		if (!this.#byId.has(id)) return;
		this.#items = this.#items.map((item) => (item.id === id ? { ...item, ...by } : item));
	}

	/** Anew, if anybody ever asked. */
	stale(): void {
		if (this.#asked) void this.refresh();
	}

	#want(): void {
		if (this.#asked) return;
		this.#asked = true;
		// Whoever reads may be in the middle of a derivation, where nothing may change.
		queueMicrotask(() => void this.refresh());
	}

	async #read(): Promise<void> {
		if (this.state !== 'ready') this.state = 'loading';
		while (this.#again) {
			this.#again = false;
			try {
				this.#items = await this.#load();
				this.error = undefined;
				this.state = 'ready';
			} catch (error) {
				// Not ours to see is an empty list.
				if (isProblem(error) && (error.status === 403 || error.status === 404)) {
					this.#items = [];
					this.state = 'ready';
				} else {
					this.error = error;
					this.state = 'failed';
				}
			}
		}
	}
}

export class Reference {
	readonly members: References<Colleague>;
	readonly teams: References<Team>;
	readonly channels: References<Channel>;
	readonly labels: References<Label>;
	readonly resolutions: References<Resolution>;
	readonly origins: References<Origin>;
	readonly fields: References<CustomField>;

	constructor(readonly org: string) {
		const params = { path: { org } };
		const base = '/api/v1/organisations/{org}' as const;
		this.members = new References(async () => {
			const { items } = await take(api.GET(`${base}/colleagues`, { params }));
			return items.map((m) => ({ ...m, name: `${m.first_name} ${m.last_name}`.trim() }));
		});
		const items = async <T>(page: Promise<{ items: T[] }>) => (await page).items;
		this.teams = new References(() => items(take(api.GET(`${base}/teams`, { params }))));
		this.channels = new References(() => items(take(api.GET(`${base}/channels`, { params }))));
		this.labels = new References(() => items(take(api.GET(`${base}/labels`, { params }))));
		this.resolutions = new References(() =>
			items(take(api.GET(`${base}/resolutions`, { params })))
		);
		this.origins = new References(() => items(take(api.GET(`${base}/origins`, { params }))));
		this.fields = new References(() => items(take(api.GET(`${base}/fields`, { params }))));
	}

	get #lists(): Record<string, { stale: () => void }[]> {
		return {
			// Who is in a team is told by its people and the other way round.
			member: [this.members],
			team: [this.teams, this.members],
			channel: [this.channels],
			label: [this.labels],
			resolution: [this.resolutions],
			origin: [this.origins],
			field: [this.fields]
		};
	}

	/** Something of this kind changed: `label.changed`, `member.changed` … */
	changed(kind: string): void {
		for (const list of this.#lists[kind.split('.')[0] ?? ''] ?? []) list.stale();
	}

	stale(): void {
		for (const list of new Set(Object.values(this.#lists).flat())) list.stale();
	}
}

const kept = new Map<string, Reference>();

/** The lists of an organisation. */
export function reference(org: string): Reference {
	let here = kept.get(org);
	if (!here) kept.set(org, (here = apart(() => new Reference(org))));
	return here;
}

live.on('happened', '*', ({ org, kind }) => kind && kept.get(org)?.changed(kind));
live.on('whispered', '*', ({ org, kind, body }) => {
	if (kind !== 'presence' || typeof body.member !== 'string') return;
	kept.get(org)?.members.change(body.member, { presence: body.presence as Colleague['presence'] });
});
live.on('reset', '*', (org) => kept.get(org)?.stale());
live.on('access', '*', (org) => kept.get(org)?.stale());
live.on('left', '*', (org) => void kept.delete(org));
session.onForget(() => kept.clear());
