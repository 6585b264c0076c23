/** What a person chose on this machine: small things of how they like to work. Each account has its own. */
import { session } from './session.svelte';

export interface Own<T> {
	get: () => T;
	set: (value: T) => void;
}

/** `read` makes the best of what was kept, which is null where nothing was or where it cannot be read. */
export function own<T>(name: string, read: (kept: unknown) => T): Own<T> {
	const key = () => `relevo.${name}.${session.me?.account.id ?? ''}`;

	function kept(): unknown {
		try {
			return JSON.parse(localStorage.getItem(key()) ?? 'null');
		} catch {
			return null;
		}
	}

	return {
		get: () => read(kept()),
		set: (value) => localStorage.setItem(key(), JSON.stringify(value))
	};
}
