import type { Alone } from './alone';
import { Problem } from './api';
import type { Store } from './store';

const TOKEN = 'token';

/**
 * Who the customer is to the server. Made when first needed, so that those who only pass by leave nothing behind,
 * and made again, silently, when the server no longer knows the token.
 */
export class Visitor {
	#token: string | null;
	#making: Promise<string> | null = null;

	constructor(
		private store: Store,
		private create: () => Promise<string>,
		/** Two pages of one browser do not make two visitors. */
		private alone: Alone,
		/** There is a token where there was none, or another one: then what was shown belonged to the old one. */
		private changed: (how: 'made' | 'replaced') => void
	) {
		this.#token = store.get(TOKEN);
	}

	get token(): string | null {
		return this.#token;
	}

	ensure(): Promise<string> {
		return this.#token ? Promise.resolve(this.#token) : this.#make(null);
	}

	/** Does something as the visitor; a dead token is replaced once. */
	async act<T>(act: (token: string) => Promise<T>): Promise<T> {
		const token = await this.ensure();
		try {
			return await act(token);
		} catch (error) {
			if (!(error instanceof Problem) || error.status !== 401) throw error;
			return await act(
				this.#token && this.#token !== token ? this.#token : await this.#make(token)
			);
		}
	}

	/** Another page of this browser has changed what is stored. */
	follow(): void {
		const stored = this.store.get(TOKEN);
		if (stored === this.#token || this.#making) return;
		const how = this.#token ? 'replaced' : 'made';
		this.#token = stored;
		this.changed(how);
	}

	forget(): void {
		this.#token = null;
		this.store.remove(TOKEN);
		this.changed('replaced');
	}

	#make(dead: string | null): Promise<string> {
		return (this.#making ??= this.alone(async () => {
			// While we waited for our turn, another page may have made one for both.
			let token = this.store.get(TOKEN);
			if (!token || token === dead) {
				token = await this.create();
				this.store.set(TOKEN, token);
			}
			this.#token = token;
			this.changed(dead ? 'replaced' : 'made');
			return token;
		}).finally(() => {
			this.#making = null;
		}));
	}
}
