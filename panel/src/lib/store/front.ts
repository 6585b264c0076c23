/** What is in front, by id, and of which organisation: for as long as one of those who show it does. */
export class Front {
	#shown = new Map<string, { org: string; n: number }>();

	/** In front until the returned function is called. */
	add(org: string, id: string): () => void {
		this.#shown.set(id, { org, n: (this.#shown.get(id)?.n ?? 0) + 1 });
		return () => {
			const n = (this.#shown.get(id)?.n ?? 1) - 1;
			if (n > 0) this.#shown.set(id, { org, n });
			else this.#shown.delete(id);
		};
	}

	has(id: string): boolean {
		return this.#shown.has(id);
	}

	get all(): { org: string; id: string }[] {
		return [...this.#shown].map(([id, { org }]) => ({ org, id }));
	}

	of(org: string): string[] {
		return this.all.flatMap((one) => (one.org === org ? one.id : []));
	}
}
