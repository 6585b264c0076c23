/**
 * Tickets in full, for the conversation and its side: shown from what is kept at once, read anew when they come in front, and
 * kept true by the live line while they are.
 */
import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { api, take } from '$lib/api/client';
import { isProblem } from '$lib/api/problem';
import { live, type Happened } from '$lib/live';
import { session } from '$lib/me/session.svelte';
import { apart } from '$lib/store/apart.svelte';
import { Entities } from '$lib/store/entities.svelte';
import { Front } from '$lib/store/front';
import { afterPaint } from '$lib/store/painted';
import { soon } from '$lib/store/soon';
import type { Ticket } from './model';

/** `missing`: there is none, or it is not ours to see; the two are not told apart. */
export type Finding = 'loading' | 'ready' | 'missing' | 'failed';

class Details {
	#orgs = new Map<string, Entities<Ticket>>();
	#findings = new SvelteMap<string, Finding>();
	#front = new Front();

	of(org: string): Entities<Ticket> {
		let here = this.#orgs.get(org);
		if (!here) {
			here = apart(
				() => new Entities<Ticket>({ version: (t) => t.version, load: (id) => read(org, id) })
			);
			this.#orgs.set(org, here);
		}
		return here;
	}

	get(org: string, id: string): Ticket | undefined {
		return this.of(org).get(id);
	}

	finding(org: string, id: string): Finding {
		return this.get(org, id) ? 'ready' : (this.#findings.get(id) ?? 'loading');
	}

	/** Keeps a ticket true until the returned function is called. */
	watch(org: string, id: string): () => void {
		const leave = this.#front.add(org, id);
		untrack(() => {
			// What is kept is painted before it is asked for anew.
			if (this.get(org, id)) afterPaint(() => void this.refresh(org, id));
			else void this.refresh(org, id);
		});
		return leave;
	}

	async refresh(org: string, id: string): Promise<void> {
		if (!this.get(org, id)) this.#findings.set(id, 'loading');
		try {
			const found = await this.of(org).refresh(id);
			this.#findings.set(id, found ? 'ready' : 'missing');
		} catch {
			// What is kept goes on being shown; only with nothing to show is it worth a word.
			if (!this.get(org, id)) this.#findings.set(id, 'failed');
		}
	}

	/** An act answered: with the ticket, or without it when the act took it out of our sight. */
	acted(org: string, { id, ticket }: { id: string; ticket?: Ticket | null }): boolean {
		if (ticket) this.of(org).put(ticket);
		else this.lose(org, id);
		return ticket !== undefined && ticket !== null;
	}

	lose(org: string, id: string): void {
		this.of(org).drop(id);
		this.#findings.set(id, 'missing');
	}

	hear(event: Happened): void {
		const id = ticketOf(event);
		if (!id) return;
		if (event.type === 'gone') {
			if (event.subject?.kind === 'ticket') this.lose(event.org, id);
			return;
		}
		if (this.#front.has(id)) void this.refresh(event.org, id);
		else if (event.subject?.kind === 'ticket') this.#queue();
	}

	/** The queue moved: what waits in front has another place in it. */
	readonly #queue = soon(() => {
		for (const { org, id } of this.#front.all)
			if (this.get(org, id)?.queue) void this.refresh(org, id);
	}, 2000);

	/** A contact's name stands on its tickets. */
	hearContact({ org, subject }: Happened): void {
		for (const id of this.#front.of(org))
			if (this.get(org, id)?.contact.id === subject?.id) void this.refresh(org, id);
	}

	/** All that is in front, anew; the rest is forgotten, and read when it comes in front again. */
	reset(org: string): void {
		const here = this.of(org);
		const others = here.all.map((t) => t.id).filter((id) => !this.#front.has(id));
		here.drop(...others);
		// Also what could not be had before.
		for (const id of this.#front.of(org)) void this.refresh(org, id);
	}

	clear(): void {
		this.#orgs.clear();
		this.#findings.clear();
	}
}

/** Which ticket something happened to, or in. */
export function ticketOf({ subject, body }: Happened): string | undefined {
	if (subject?.kind === 'ticket') return subject.id;
	return typeof body?.ticket === 'string' ? body.ticket : undefined;
}

async function read(org: string, ticket: string): Promise<Ticket | undefined> {
	try {
		return await take(
			api.GET('/api/v1/organisations/{org}/tickets/{ticket}', { params: { path: { org, ticket } } })
		);
	} catch (error) {
		if (isProblem(error) && error.status === 404) return undefined;
		throw error;
	}
}

export const details = new Details();

live.on('happened', 'ticket', (event) => details.hear(event));
live.on('happened', 'message', (event) => details.hear(event));
live.on('happened', 'contact', (event) => details.hearContact(event));
live.on('reset', '*', (org) => details.reset(org));
live.on('access', '*', (org) => details.reset(org));
live.on('left', '*', (org) => details.reset(org));
session.onForget(() => details.clear());
