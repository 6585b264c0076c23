/**
 * *View as*: the panel as a member has it, in one organisation and in this tab only. Requests there say so; what would change
 * something is not even sent.
 */
import type { components } from '$lib/api/schema';
import { paths } from '$lib/paths';

type Shown = components['schemas']['Viewing'];
export interface Looking extends Shown {
	org: string;
}

const KEPT = 'relevo.view-as';

function kept(): Looking | undefined {
	try {
		const found: unknown = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
		return found && typeof found === 'object' ? (found as Looking) : undefined;
	} catch {
		return undefined;
	}
}

class Viewing {
	/** Nothing: with one's own eyes. */
	now = $state.raw(kept());

	/** Everything on the page is of somebody else from here on: the page is made anew. */
	begin(looking: Looking): void {
		sessionStorage.setItem(KEPT, JSON.stringify(looking));
		location.assign(paths.tickets(looking.org));
	}

	/** Back to one's own, at the member who was looked through. */
	end(): void {
		const { now } = this;
		this.forget();
		if (now) location.assign(paths.manage(now.org, 'members', now.member));
	}

	/** It is over, and nothing of it is shown any more. */
	forget(): void {
		sessionStorage.removeItem(KEPT);
		this.now = undefined;
	}

	/** What a request to this address carries. */
	eyes(address: string): string | undefined {
		const { now } = this;
		const there = now && new URL(address).pathname.startsWith(`/api/v1/organisations/${now.org}/`);
		return there ? now.id : undefined;
	}
}

export const viewing = new Viewing();
