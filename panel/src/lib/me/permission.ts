import { speech, t, type Key } from '$lib/text/index.svelte';

/** A permission as a person says it. One that this panel does not know yet keeps its name. */
export function permissionLabel(name: string): string {
	const key = `permission.${name}`;
	return key in speech.messages.catalogue ? t(key as Key) : name;
}
