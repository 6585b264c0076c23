const SHOWN = 6_000;
const EVERY = 3_000;

/** Who writes at the moment, the advisor to us and we to the desk. Nothing of it is kept. */
export class Typing {
	#told = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(
		private show: (name: string | null) => void,
		private tell: () => void
	) {}

	/** The advisor writes; null: has written. Without a further word it ends by itself. */
	heard(name: string | null): void {
		clearTimeout(this.#timer);
		if (name) this.#timer = setTimeout(() => this.show(null), SHOWN);
		this.show(name);
	}

	/** A key was pressed: at most one word of it in three seconds. */
	pressed(): void {
		const now = Date.now();
		if (now - this.#told < EVERY) return;
		this.#told = now;
		this.tell();
	}

	/** The message is sent: the next key begins another. */
	done(): void {
		this.#told = 0;
	}
}
