/**
 * What was last seen: the answers with which the panel opens, kept on this machine for one person, and given in the place of a
 * network that does not answer. Nothing here decides what a person may see: what was refused or lost is dropped, and nothing
 * outlives the session.
 */
import { SvelteMap } from 'svelte/reactivity';
import { Problem } from '$lib/api/problem';
import { isTicket, placeOf, type Kind, type Place } from './places';
import type { Shelf } from './shelf';

export interface Kept {
	account: string;
	at: number;
	/** JSON, as it came. */
	body: string;
}

type Send = (request: Request, tries?: number) => Promise<Response>;

interface World {
	shelf: Shelf<Kept>;
	now: () => number;
	wait: (ms: number) => Promise<void>;
	/** The machine itself says that it has no network. */
	offline: () => boolean;
}

const SELF = '/api/v1/me';
/** A server that stands behind a gateway and is not there. */
const AWAY = new Set([502, 503, 504]);
/** Longer than that nobody looks at a skeleton while there is something to show. */
const PATIENCE = 10_000;
/** So many are kept, those seen last longest. */
const MOST: Partial<Record<Kind, number>> = { ticket: 30, list: 12, contact: 60 };

export class Answers {
	/** What stands in the place of an answer, and when it was seen. */
	#shown = new SvelteMap<string, Place & { at: number }>();
	#world: World;
	/** Whose answers may be kept; unknown until the server or what is kept says so. */
	#owner: string | undefined;
	#since: number;
	/** What is written and dropped, one after the other: what was dropped is not there again, and what came after it is. */
	#line: Promise<unknown> = Promise.resolve();

	constructor(world: World) {
		this.#world = world;
		this.#since = world.now();
	}

	/** When what is shown of this ticket, or of the lists, was seen; nothing when it is as it is now. */
	seen(group: string): number | undefined {
		const ages = [...this.#shown.values()].filter((one) => one.group === group).map((o) => o.at);
		return ages.length ? Math.min(...ages) : undefined;
	}

	/** Something from before is on the screen. */
	get past(): boolean {
		return this.#shown.size > 0;
	}

	/** One request: answered by the server, else by what is kept, else not. */
	async through(request: Request, send: Send): Promise<Response> {
		const place = request.method === 'GET' ? placeOf(request.url) : undefined;
		if (!place) return send(request);
		const owner = this.#owner;
		const asked = send(request, this.past || this.#world.offline() ? 1 : undefined);
		const taken = asked.then((answer) => this.#take(place, answer, owner));
		const late = this.#world.wait(PATIENCE).then(() => undefined);
		const first = await Promise.race([taken.catch(lost), late]);
		if (first && 'ok' in first && !AWAY.has(first.status)) return first;
		const kept = await this.#find(place);
		if (kept) return this.#show(place, kept);
		return first && !('ok' in first) ? Promise.reject(first) : asked;
	}

	/** What the panel knows by more than one answer. */
	put(address: string, body: unknown): void {
		const place = placeOf(address);
		if (place && this.#owner) this.#keep(place, JSON.stringify(body), this.#owner);
	}

	/** The line is back: of which organisations something from before is shown, so that it is read anew. */
	back(): string[] {
		const orgs = new Set([...this.#shown.values()].flatMap((one) => one.org ?? []));
		this.#shown.clear();
		return [...orgs];
	}

	/** All of an organisation is being read anew, and with it what goes over all of them. */
	renewed(org: string): void {
		for (const [key, one] of this.#shown)
			if (one.org === org || (!one.org && one.kind === 'list')) this.#shown.delete(key);
	}

	/** Nothing is left, and nothing is kept until somebody is known again. */
	async wipe(): Promise<void> {
		this.#owner = undefined;
		this.#shown.clear();
		await this.#inLine(() => this.#world.shelf.clear());
	}

	/** All of an organisation: one is out, or may see other things than before. */
	async leave(org: string): Promise<void> {
		await this.#inLine(() => this.#dropWhere((place) => place.org === org));
	}

	/** Out of our sight: the thing itself and every place where it stands. Without a name, all of the organisation. */
	async gone(org: string, id: string | undefined): Promise<void> {
		if (!id) return this.leave(org);
		await this.#inLine(() => this.#without(org, id));
	}

	async #without(org: string, id: string): Promise<void> {
		await this.#dropWhere((place) => place.group === id);
		const { shelf } = this.#world;
		for (const { key } of await this.#all((place) => place.org === org || !place.org)) {
			const kept = await shelf.get(key);
			if (!kept?.body.includes(id)) continue;
			const left = without(JSON.parse(kept.body), id);
			if (left === undefined) await shelf.drop(key);
			else await shelf.set(key, { ...kept, body: JSON.stringify(left) });
		}
	}

	/**
	 * The panel was away and nobody told what happened meanwhile. Lists are what they are now or not at all; of the tickets the
	 * latest are named, to be asked for again: those that are lost are then found out.
	 */
	again(org: string, most: number): Promise<string[]> {
		return this.#inLine(() => this.#latest(org, most));
	}

	async #latest(org: string, most: number): Promise<string[]> {
		const { shelf } = this.#world;
		const tickets = new Map<string, number>();
		for (const place of await this.#all((p) => p.org === org)) {
			const at = (await shelf.get(place.key))?.at ?? 0;
			if (at >= this.#since) continue;
			if (place.kind !== 'ticket') await shelf.drop(place.key);
			else if (isTicket(place)) tickets.set(place.group, at);
		}
		const ids = [...tickets].sort((a, b) => b[1] - a[1]).map(([id]) => id);
		const old = new Set(ids.slice(most));
		await this.#dropWhere((place) => old.has(place.group));
		return ids.slice(0, most);
	}

	async #take(place: Place, answer: Response, owner: string | undefined): Promise<Response> {
		if (answer.ok) {
			const body = await answer.clone().text();
			if (place.key === SELF) this.#own(body);
			else if (owner && owner === this.#owner) this.#keep(place, body, owner);
		} else if (answer.status === 403 || answer.status === 404) {
			const all = isTicket(place);
			void this.#inLine(() =>
				this.#dropWhere((p) => p.key === place.key || (all && p.group === place.group))
			);
		}
		return answer;
	}

	/** Who we are: what is kept of somebody else goes, and so does what is kept of where one no longer is. */
	#own(body: string): void {
		const me = JSON.parse(body) as {
			account: { id: string };
			memberships: { organisation: { id: string } }[];
		};
		const { shelf, now } = this.#world;
		const account = (this.#owner = me.account.id);
		const orgs = new Set(me.memberships.map((m) => m.organisation.id));
		void this.#inLine(async () => {
			const before = await shelf.get(SELF);
			if (before?.account !== account) await shelf.clear();
			if (this.#owner !== account) return;
			await shelf.set(SELF, { account, at: now(), body });
			await this.#dropWhere((place) => place.org !== undefined && !orgs.has(place.org));
		});
	}

	#keep(place: Place, body: string, account: string): void {
		const { shelf, now } = this.#world;
		const kept = { account, at: now(), body };
		void this.#inLine(async () => {
			// Whoever went meanwhile leaves nothing behind.
			if (this.#owner !== account) return;
			await shelf.set(place.key, kept);
			await this.#prune(place.kind);
		});
	}

	#inLine<T>(act: () => Promise<T>): Promise<T> {
		const done = this.#line.then(act);
		this.#line = done.catch(() => undefined);
		return done;
	}

	async #prune(kind: Kind): Promise<void> {
		const most = MOST[kind];
		if (!most) return;
		const places = await this.#all((place) => place.kind === kind);
		const of = (place: Place) => (kind === 'ticket' ? place.group : place.key);
		if (new Set(places.map(of)).size <= most) return;
		const ages = new Map<string, number>();
		for (const place of places) {
			const at = (await this.#world.shelf.get(place.key))?.at ?? 0;
			ages.set(of(place), Math.max(at, ages.get(of(place)) ?? 0));
		}
		const old = [...ages].sort((a, b) => b[1] - a[1]).slice(most);
		const gone = new Set(old.map(([one]) => one));
		await this.#dropWhere((place) => place.kind === kind && gone.has(of(place)));
	}

	async #find(place: Place): Promise<Kept | undefined> {
		const kept = await this.#world.shelf.get(place.key);
		if (place.key === SELF) this.#owner ??= kept?.account;
		return kept && kept.account === this.#owner ? kept : undefined;
	}

	#show(place: Place, { at, body }: Kept): Response {
		this.#shown.set(place.key, { ...place, at });
		return new Response(body, { headers: { 'content-type': 'application/json' } });
	}

	async #all(which: (place: Place) => boolean): Promise<Place[]> {
		const keys = await this.#world.shelf.keys();
		return keys.flatMap((key) => placeOf(key) ?? []).filter(which);
	}

	async #dropWhere(which: (place: Place) => boolean): Promise<void> {
		const gone = await this.#all(which);
		if (gone.length) await this.#world.shelf.drop(...gone.map(({ key }) => key));
	}
}

/** That the network did not answer is no news; everything else is. */
function lost(error: unknown): Problem {
	if (error instanceof Problem && error.passing) return error;
	throw error;
}

/** An answer without the thing of that id: an item less, or nothing when it is the thing. */
function without(body: unknown, id: string): unknown {
	if (!body || typeof body !== 'object') return body;
	if ('id' in body && body.id === id) return undefined;
	if (!('items' in body) || !Array.isArray(body.items)) return body;
	const is = (item: unknown): boolean =>
		item !== null &&
		typeof item === 'object' &&
		(('id' in item && item.id === id) || ('message' in item && is(item.message)));
	return { ...body, items: body.items.filter((item) => !is(item)) };
}
