/** Short words about what just happened, with a way back where there is one. */
export interface Toast {
	id: number;
	text: string;
	tone: 'plain' | 'bad';
	/** For how long the way back, or the words, are offered. */
	ms: number;
	act?: { label: string; run: () => void };
}

class Toasts {
	list = $state<Toast[]>([]);
	#next = 1;
	#timers = new Map<
		number,
		{ left: number; since: number; timer: ReturnType<typeof setTimeout> }
	>();

	add(
		text: string,
		{ tone = 'plain', ms, act }: Partial<Omit<Toast, 'id' | 'text'>> = {}
	): () => void {
		const id = this.#next++;
		const toast: Toast = { id, text, tone, ms: ms ?? (act ? 8000 : 5000), act };
		// Three at most: the oldest makes room.
		for (const old of this.list.slice(0, Math.max(0, this.list.length - 2))) this.drop(old.id);
		this.list.push(toast);
		this.#start(id, toast.ms);
		return () => this.drop(id);
	}

	undo(text: string, label: string, run: () => void, ms = 8000): () => void {
		return this.add(text, { ms, act: { label, run } });
	}

	run(id: number): void {
		const act = this.list.find((t) => t.id === id)?.act;
		this.drop(id);
		act?.run();
	}

	drop(id: number): void {
		const running = this.#timers.get(id);
		if (running) clearTimeout(running.timer);
		this.#timers.delete(id);
		this.list = this.list.filter((t) => t.id !== id);
	}

	/** While someone reads or is about to press, time stands still. */
	hold(): void {
		for (const [, running] of this.#timers) {
			clearTimeout(running.timer);
			running.left -= Date.now() - running.since;
		}
	}

	release(): void {
		for (const [id, running] of [...this.#timers]) this.#start(id, Math.max(1500, running.left));
	}

	#start(id: number, ms: number): void {
		this.#timers.set(id, {
			left: ms,
			since: Date.now(),
			timer: setTimeout(() => this.drop(id), ms)
		});
	}
}

export const toasts = new Toasts();
