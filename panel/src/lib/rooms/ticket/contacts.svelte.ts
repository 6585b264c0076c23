/** Contacts as they are seen through a ticket: where one ticket is in front, its contact is kept true. */
import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { api, take } from '$lib/api/client';
import type { components } from '$lib/api/schema';
import { live } from '$lib/live';
import { session } from '$lib/me/session.svelte';
import { Front } from '$lib/store/front';
import { afterPaint } from '$lib/store/painted';

export type Contact = components['schemas']['Whole'];

class Contacts {
	#byTicket = new SvelteMap<string, Contact>();
	#failed = new SvelteMap<string, unknown>();
	#front = new Front();
	#asked = new Map<string, Promise<void>>();

	get(ticket: string): Contact | undefined {
		return this.#byTicket.get(ticket);
	}

	failed(ticket: string): unknown {
		return this.get(ticket) ? undefined : this.#failed.get(ticket);
	}

	/** Keeps the contact of a ticket true until the returned function is called. */
	watch(org: string, ticket: string): () => void {
		const leave = this.#front.add(org, ticket);
		// Who comes to watch beside another takes the answer that is on its way.
		const ask = () => void (this.#asked.get(ticket) ?? this.refresh(org, ticket));
		// What is kept is painted before it is asked for anew.
		untrack(() => (this.get(ticket) ? afterPaint(ask) : ask()));
		return leave;
	}

	refresh(org: string, ticket: string): Promise<void> {
		const asked = this.#read(org, ticket).finally(() => {
			if (this.#asked.get(ticket) === asked) this.#asked.delete(ticket);
		});
		this.#asked.set(ticket, asked);
		return asked;
	}

	async #read(org: string, ticket: string): Promise<void> {
		try {
			const found = await take(
				api.GET('/api/v1/organisations/{org}/tickets/{ticket}/contact', {
					params: { path: { org, ticket } }
				})
			);
			this.put(ticket, found);
		} catch (error) {
			this.#failed.set(ticket, error);
		}
	}

	/** Changes what is known of the contact, through its ticket. */
	async edit(org: string, ticket: string, version: number, change: object): Promise<void> {
		const done = await take(
			api.PATCH('/api/v1/organisations/{org}/tickets/{ticket}/contact', {
				params: { path: { org, ticket } },
				body: { version, ...change } as never
			})
		);
		this.put(ticket, done);
	}

	/** An answer that was overtaken is not taken. */
	put(ticket: string, contact: Contact): void {
		const before = this.get(ticket);
		if (before && before.id === contact.id && before.version > contact.version) return;
		this.#failed.delete(ticket);
		this.#byTicket.set(ticket, contact);
	}

	changed(org: string, contact: string | undefined): void {
		for (const [ticket, held] of this.#byTicket) {
			if (contact !== undefined && held.id !== contact) continue;
			if (this.#front.has(ticket)) void this.refresh(org, ticket);
			else this.#byTicket.delete(ticket);
		}
		// What could not be had before may be there now.
		if (contact === undefined)
			for (const ticket of this.#front.of(org))
				if (this.failed(ticket)) void this.refresh(org, ticket);
	}

	renamed(org: string, company: string | undefined): void {
		for (const held of this.#byTicket.values())
			// Where only the name is known, it may be this one.
			if (held.company && (held.company_id ?? company) === company) this.changed(org, held.id);
	}

	clear(): void {
		this.#byTicket.clear();
		this.#failed.clear();
	}
}

export const contacts = new Contacts();

live.on('happened', 'contact', ({ org, subject }) => contacts.changed(org, subject?.id));
// What a company is called now stands on the cards of those who work there.
live.on('happened', 'company', ({ org, subject }) => contacts.renamed(org, subject?.id));
live.on('reset', '*', (org) => contacts.changed(org, undefined));
live.on('access', '*', (org) => contacts.changed(org, undefined));
session.onForget(() => contacts.clear());
