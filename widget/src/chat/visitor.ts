import type { Alone } from './alone';
import { isIdentity, isPassing, Problem, type Api } from './api';
import type { Store } from './store';

const TOKEN = 'token';
/** Of whom the visitor of this browser is known to be. */
const WHO = 'who';

export interface Setting {
	locale: string;
	/** The address of the page that the customer looks at. */
	page: string;
	/** The token by which the site vouches for who this is. Held in memory only. */
	identity: string | null;
}

interface Wiring {
	api: Api;
	key: string;
	store: Store;
	/** The token of a link from a mail: it is somebody's already, is kept nowhere, and once dead stays so. */
	link: string | null;
	expired(): void;
	/** Two pages of one browser do not make two visitors. */
	alone: Alone;
	/** There is a token where there was none, or another one: then what was shown belonged to the old one. */
	changed(how: 'made' | 'replaced'): void;
	/** The site's token was refused: the visitor is nobody in particular. */
	refused(error: Problem): void;
}

/** Whom a site's token (a JWT) is about: tokens change with every page, the person does not. */
function subjectOf(identity: string): string {
	try {
		const claims = (identity.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
		return String((JSON.parse(atob(claims)) as { sub: unknown }).sub);
	} catch {
		return identity;
	}
}

/**
 * Who the customer is to the server. Made when first needed, so that those who only pass by leave nothing behind,
 * and made again, silently, when the server no longer knows the token.
 */
export class Visitor {
	setting: Setting = { locale: '', page: '', identity: null };
	#token: string | null;
	#making: Promise<string> | null = null;
	/** Why the link opens nothing any more. */
	#dead: Problem | null = null;
	/** The server has not been told yet for whom the site vouches. */
	owes = false;

	constructor(private to: Wiring) {
		this.#token = to.link ?? to.store.get(TOKEN);
	}

	get token(): string | null {
		return this.#token;
	}

	get identified(): boolean {
		return this.setting.identity !== null;
	}

	ensure(): Promise<string> {
		return this.#token ? Promise.resolve(this.#token) : this.#make(null);
	}

	/** Does something as the visitor; a dead token is replaced once. */
	async act<T>(act: (token: string) => Promise<T>): Promise<T> {
		if (this.#dead) throw this.#dead;
		const token = await this.ensure();
		try {
			return await act(token);
		} catch (error) {
			if (!(error instanceof Problem) || error.status !== 401 || isIdentity(error)) throw error;
			if (this.to.link) {
				if (!this.#dead) this.to.expired();
				throw (this.#dead = error);
			}
			return await act(
				this.#token && this.#token !== token ? this.#token : await this.#make(token)
			);
		}
	}

	tell(change: Partial<Setting>): Promise<void> {
		return this.act((token) => this.to.api.tell('PATCH', '/visitor', { token, body: change }));
	}

	/** The visitor that is there becomes the person for whom the site vouches. */
	async introduce(): Promise<void> {
		this.follow();
		const who = subjectOf(this.setting.identity ?? '');
		const before = this.to.store.get(WHO);
		// Somebody else sits here now, and starts with a visitor of their own.
		if (before !== null && before !== who) this.forget();
		this.owes = this.#token !== null;
		if (!this.#token) return void (await this.ensure());
		try {
			await this.tell(this.setting);
			this.to.store.set(WHO, who);
			this.owes = false;
			// What they wrote elsewhere is theirs here too, and older than what is shown.
			if (before === null) this.to.changed('replaced');
		} catch (error) {
			if (!(error instanceof Problem) || isPassing(error)) throw error;
			if (error.status !== 409) return this.#refused(error);
			// The server knows the visitor for somebody else.
			this.owes = false;
			this.forget();
			await this.ensure();
		}
	}

	/** Another page of this browser has changed what is stored. */
	follow(): void {
		if (this.to.link) return;
		const stored = this.to.store.get(TOKEN);
		if (stored === this.#token || this.#making) return;
		const how = this.#token ? 'replaced' : 'made';
		this.#token = stored;
		this.to.changed(how);
	}

	forget(): void {
		this.#token = null;
		this.to.store.remove(TOKEN);
		this.to.store.remove(WHO);
		this.to.changed('replaced');
	}

	#make(dead: string | null): Promise<string> {
		return (this.#making ??= this.to
			.alone(async () => {
				// While we waited for our turn, another page may have made one for both.
				let token = this.to.store.get(TOKEN);
				if (!token || token === dead) {
					token = await this.#create();
					this.to.store.set(TOKEN, token);
				}
				this.#token = token;
				this.to.changed(dead ? 'replaced' : 'made');
				return token;
			})
			.finally(() => {
				this.#making = null;
			}));
	}

	async #create(): Promise<string> {
		const { identity, ...rest } = this.setting;
		const ask = async (body: object) => {
			const made = await this.to.api.json<{ token: string }>('POST', `/${this.to.key}/visitors`, {
				body
			});
			return made.token;
		};
		this.to.store.remove(WHO);
		if (!identity) return ask(rest);
		try {
			const token = await ask({ ...rest, identity });
			this.to.store.set(WHO, subjectOf(identity));
			return token;
		} catch (error) {
			if (!(error instanceof Problem) || isPassing(error)) throw error;
			this.#refused(error);
			return ask(rest);
		}
	}

	#refused(error: Problem): void {
		this.setting.identity = null;
		this.owes = false;
		this.to.refused(error);
	}
}
