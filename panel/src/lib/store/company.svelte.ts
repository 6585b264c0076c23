/** Who else has a ticket in front or writes in it. Whispered, never stored: typing is over when it is not said again. */
import { SvelteMap } from 'svelte/reactivity';
import type { Whispered } from '$lib/live';

export interface Companion {
	member: string;
	name: string;
	/** What is being written, if anything is. */
	typing?: 'reply' | 'note';
}

const TYPING_LASTS = 6000;
const CUSTOMER = 'customer';

export class Company {
	#tickets = new SvelteMap<string, readonly Companion[]>();
	#timers = new Map<string, ReturnType<typeof setTimeout>>();

	/** Colleagues at a ticket, those who write first. */
	at(ticket: string): readonly Companion[] {
		return (this.#tickets.get(ticket) ?? []).filter((c) => c.member !== CUSTOMER);
	}

	customerTypes(ticket: string): boolean {
		return (this.#tickets.get(ticket) ?? []).some((c) => c.member === CUSTOMER && c.typing);
	}

	hear({ kind, body }: Pick<Whispered, 'kind' | 'body'>): void {
		const { ticket, name = '', note } = body as Record<string, string | boolean | null | undefined>;
		// The customer is nobody's colleague: the server names no member.
		const member = body.member ?? CUSTOMER;
		if (typeof ticket !== 'string' || typeof member !== 'string') return;
		if (kind === 'left') this.#leave(ticket, member);
		if (kind === 'viewing') this.#set(ticket, { member, name: String(name) });
		if (kind === 'typing' || kind === 'customer') {
			this.#set(ticket, { member, name: String(name), typing: note ? 'note' : 'reply' });
			this.#later(ticket, member);
		}
	}

	/** A message of theirs has come: they are no longer writing it. */
	wrote(ticket: string, member: string = CUSTOMER): void {
		const here = this.#tickets.get(ticket)?.find((c) => c.member === member);
		if (here) this.#set(ticket, { member, name: here.name });
	}

	clear(): void {
		for (const timer of this.#timers.values()) clearTimeout(timer);
		this.#timers.clear();
		this.#tickets.clear();
	}

	#later(ticket: string, member: string): void {
		const key = `${ticket} ${member}`;
		clearTimeout(this.#timers.get(key));
		this.#timers.set(
			key,
			setTimeout(() => this.wrote(ticket, member), TYPING_LASTS)
		);
	}

	#leave(ticket: string, member: string): void {
		const left = (this.#tickets.get(ticket) ?? []).filter((c) => c.member !== member);
		if (left.length) this.#tickets.set(ticket, left);
		else this.#tickets.delete(ticket);
	}

	#set(ticket: string, companion: Companion): void {
		const others = (this.#tickets.get(ticket) ?? []).filter((c) => c.member !== companion.member);
		this.#tickets.set(
			ticket,
			[...others, companion].sort(
				(a, b) => Number(b.typing !== undefined) - Number(a.typing !== undefined)
			)
		);
	}
}
