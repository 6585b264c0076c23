/**
 * A component in a file of its own. Once it is here it is drawn at once: `{#await import(…)}` hands it over in a task of the
 * browser's even then, and frames without it are painted in between.
 */
export class Later<Component> {
	now = $state.raw<Component>();
	#coming: Promise<void> | undefined;
	readonly #load: () => Promise<{ default: Component }>;

	constructor(load: () => Promise<{ default: Component }>) {
		this.#load = load;
	}

	/** Asks for it; what did not come is asked for again the next time. */
	come(): Promise<void> {
		this.#coming ??= this.#load().then(
			(file) => void (this.now = file.default),
			(error: unknown) => {
				this.#coming = undefined;
				throw error;
			}
		);
		return this.#coming;
	}
}
