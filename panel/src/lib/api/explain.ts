import { t } from '$lib/text/index.svelte';
import { Problem } from './problem';

/** A sentence for whatever was thrown. The server's own words come first: it knows what happened. */
export function explain(error: unknown): string {
	if (!(error instanceof Problem)) return t('problem.other');
	if (error.message) return error.message;
	if (error.code === 'unreachable') return t('problem.unreachable');
	return error.status >= 500 ? t('problem.server') : t('problem.other');
}

/** The same, by field of a form: what belongs to none of the named fields is under `form`. */
export function byField<F extends string>(
	error: unknown,
	...fields: F[]
): Partial<Record<F | 'form', string>> {
	const field = error instanceof Problem ? fields.find((f) => f === error.field) : undefined;
	return { [field ?? 'form']: explain(error) } as Partial<Record<F | 'form', string>>;
}
