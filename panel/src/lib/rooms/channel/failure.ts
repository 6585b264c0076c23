/** Why something did not arrive, as a person says it; a code without words of its own is shown, so that it can be asked about. */
import { speech, t, type Key } from '$lib/text/index.svelte';

const known = (key: string): key is Key => key in speech.messages.catalogue;

export function failureText(code: string): string {
	const key = `delivery.why.${code}`;
	if (known(key)) return t(key);
	const [, meta] = /^meta_(\d+)$/.exec(code) ?? [];
	if (meta) return t('delivery.why.meta', { code: meta });
	const [, status] = /^HTTP (\d+)$/.exec(code) ?? [];
	if (status) return t('delivery.why.http', { status });
	// What another system said in its own words stays as it said it.
	return /^[a-z0-9_]+$/.test(code) ? t('delivery.why.other', { code }) : code;
}
