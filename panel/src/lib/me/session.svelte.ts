/**
 * Who sits here, and in which organisations. Everything that a person may see hangs from this: when it ends, all of it is
 * forgotten at once.
 */
import { api, onSignedOut, take } from '$lib/api/client';
import { isProblem } from '$lib/api/problem';
import type { paths as Api } from '$lib/api/schema';
import { answers } from '$lib/kept';
import { written } from '$lib/kept/written';
import { live } from '$lib/live';
import { chosenLanguages } from '$lib/text/choice';
import { speech } from '$lib/text/index.svelte';
import { viewing } from './viewing.svelte';

type Json<T> = T extends { content: { 'application/json': infer B } } ? B : never;
export type Me = Json<Api['/api/v1/me']['get']['responses'][200]>;
export type Membership = Me['memberships'][number];
export type Permission = keyof Membership['can'] & string;
type Ask = Json<NonNullable<Api['/api/v1/session']['post']['requestBody']>>;
type Own = Me['account'];
export type Presence = Json<
	NonNullable<Api['/api/v1/me/presence']['put']['requestBody']>
>['presence'];

class Session {
	me = $state.raw<Me>();
	#forget = new Set<() => void>();
	#ended = new Set<() => void>();

	constructor() {
		const gone = () => {
			// A wrong password is also a 401; only who was in can be put out.
			if (this.me) this.#end();
		};
		onSignedOut(gone);
		// Also where nobody has been let in yet: what is kept is of somebody who no longer is.
		onSignedOut(wipe);
		live.on('signedOut', '*', gone);
		live.on('access', '*', () => void this.refresh());
		live.on('left', '*', () => void this.refresh());
	}

	/** Runs when what belongs to the person must be forgotten: stores empty themselves. */
	onForget(forget: () => void): void {
		this.#forget.add(forget);
	}

	/** Runs when the session ended without being asked to. */
	onEnded(ended: () => void): () => void {
		this.#ended.add(ended);
		return () => this.#ended.delete(ended);
	}

	/** Who we are, or undefined when nobody is signed in. Asked once. */
	async know(): Promise<Me | undefined> {
		if (!this.me) await this.#enter();
		return this.me;
	}

	async #enter(): Promise<void> {
		try {
			await this.refresh();
		} catch (error) {
			if (isProblem(error) && error.status === 401) return;
			throw error;
		}
		// What stands in the place of an answer is from before: then the line says what to read anew.
		if (!answers.past)
			for (const { organisation, cursor } of this.me?.memberships ?? [])
				live.from(organisation.id, cursor);
		live.start();
	}

	async refresh(): Promise<void> {
		const me = await take(api.GET('/api/v1/me'));
		this.me = viewing.now ? await this.#through(me, viewing.now.org) : me;
		await this.#speak(me.account);
	}

	/** The one membership that is looked through, in the place of one's own. */
	async #through(me: Me, org: string): Promise<Me> {
		const params = { path: { org } };
		const { viewing: seen } = await take(
			api.GET('/api/v1/organisations/{org}/view-as', { params })
		);
		return seen ? { ...me, memberships: [seen.membership] } : me;
	}

	async signIn(ask: Ask): Promise<void> {
		await take(api.POST('/api/v1/session', { body: ask }));
		// Whoever comes in is met by nothing of who was here before.
		await wipe();
		await this.know();
	}

	async signOut(): Promise<void> {
		await take(api.DELETE('/api/v1/session')).catch((error: unknown) => {
			// Ended already: it is what was asked for.
			if (!isProblem(error) || error.status !== 401) throw error;
		});
		this.#clear();
	}

	membership(org: string): Membership | undefined {
		return this.me?.memberships.find((m) => m.organisation.id === org);
	}

	/** Whether there is any place there where this holds. */
	may(org: string, ...any: string[]): boolean {
		const can = this.membership(org)?.can as Record<string, unknown> | undefined;
		return any.some((permission) => can?.[permission] === true);
	}

	/** The first of some permissions that is held nowhere there and can be asked for. */
	askable(org: string, ...any: string[]): Membership['askable'][number] | undefined {
		return this.membership(org)?.askable.find((permission) => any.includes(permission));
	}

	async edit(
		change: Partial<
			Pick<Own, 'locale' | 'time_zone' | 'first_name' | 'last_name' | 'phone' | 'notifications'>
		>
	): Promise<void> {
		const account = await take(api.PATCH('/api/v1/me', { body: change }));
		if (this.me) this.me = { ...this.me, account };
		await this.#speak(account);
	}

	async #speak(account: Own): Promise<void> {
		// The account says which language; the browser, which country's commas.
		const near = chosenLanguages().filter((l) => l.split('-')[0] === account.locale.split('-')[0]);
		await speech.use([...near, account.locale], account.time_zone);
	}

	#end(): void {
		this.#clear();
		for (const ended of this.#ended) ended();
	}

	#clear(): void {
		live.stop();
		viewing.forget();
		this.me = undefined;
		void wipe();
		for (const forget of this.#forget) forget();
	}
}

/** What this machine keeps of a person. */
async function wipe(): Promise<void> {
	await Promise.all([answers.wipe(), written.wipe()]);
}

export const session = new Session();

// What was shown from before is read anew as soon as there is a line again.
$effect.root(() => {
	$effect(() => {
		if (live.state !== 'open' || !answers.past) return;
		const timer = setTimeout(() => {
			for (const org of answers.back()) live.again(org);
			void session.refresh().catch(() => undefined);
		}, 300);
		return () => clearTimeout(timer);
	});
});
