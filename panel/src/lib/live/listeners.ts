import type { Happened, Whispered } from './frames';

/** What can be listened to. */
export interface Hearing {
	/** Something happened to a thing of this kind (`ticket`, `message` …); `*` hears all, also what names no thing. */
	happened: (event: Happened) => void;
	/** Typing, viewing, presence: said once and forgotten. */
	whispered: (whisper: Whispered) => void;
	/** The line is open there for the first time: what happened while the panel was closed nobody tells. */
	began: (org: string) => void;
	/** Everything of this organisation is to be read anew. */
	reset: (org: string) => void;
	/** Our own rights changed: who we are is to be read anew. */
	access: (org: string) => void;
	/** We are no longer a member there. */
	left: (org: string) => void;
	/** The server no longer knows us. */
	signedOut: () => void;
}

export class Listeners {
	#all = new Map<string, Set<(...args: never[]) => void>>();

	add<K extends keyof Hearing>(what: K, which: string, heard: Hearing[K]): () => void {
		const key = `${what} ${which}`;
		const set = this.#all.get(key) ?? new Set();
		this.#all.set(key, set.add(heard));
		return () => set.delete(heard);
	}

	tell<K extends keyof Hearing>(what: K, which: string, ...args: Parameters<Hearing[K]>): void {
		for (const key of new Set([`${what} ${which}`, `${what} *`])) {
			// A listener may leave while it is told, or bring others.
			for (const heard of [...(this.#all.get(key) ?? [])])
				(heard as (...a: Parameters<Hearing[K]>) => void)(...args);
		}
	}
}
