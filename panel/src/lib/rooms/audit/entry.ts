import type { Item } from '$lib/api/shapes';
import { speech, t, type Key } from '$lib/text/index.svelte';

export type Entry = Item<'/api/v1/organisations/{org}/audit'>;

/** Nouns that the log speaks of: what comes before the dot of an action. */
export const families = [
	'member',
	'external',
	'lending',
	'invitation',
	'role',
	'team',
	'channel',
	'contact',
	'company',
	'portfolio',
	'canned',
	'hours',
	'label',
	'origin',
	'resolution',
	'field',
	'token',
	'webhook',
	'dead_letter',
	'organisation',
	'ticket',
	'time_entry'
] as const;

/** An action as a person says it. One that this panel does not know yet keeps its name. */
export function actionLabel(action: string): string {
	const key = `audit.action.${action}`;
	return key in speech.messages.catalogue ? t(key as Key) : action;
}

export interface Line {
	field: string;
	before?: string;
	after?: string;
}

type Body = Record<string, unknown>;

const isBody = (value: unknown): value is Body =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the thing was called when it happened, if the entry says so. */
export function nameIn(body: unknown): string | undefined {
	if (!isBody(body)) return undefined;
	for (const place of [body, body.after, body.before]) {
		if (!isBody(place)) continue;
		const name = place.name ?? place.shortcut;
		if (typeof name === 'string') return name;
		// A change of the name: what it is called since.
		if (isBody(name) && typeof name.after === 'string') return name.after;
	}
	return undefined;
}

/**
 * What an entry tells, field by field. The log has changes in two shapes, a field with its two values and two states of the
 * whole, and facts that stand alone.
 */
export function lines(body: unknown): Line[] {
	if (!isBody(body)) return [];
	if (isBody(body.before) && isBody(body.after)) return compared('', body.before, body.after);
	const alone = body.after ?? body.before;
	if (isBody(alone)) {
		const which = isBody(body.after) ? 'after' : 'before';
		return Object.entries(alone).map(([field, value]) => ({ field, ...said(which, value) }));
	}
	return Object.entries(body).flatMap(([field, value]) =>
		isBody(value) && ('before' in value || 'after' in value)
			? compared(field, value.before, value.after)
			: [{ field, ...said('after', value) }]
	);
}

/** What differs, as deep as both sides have fields: of forty settings the one that changed. */
function compared(field: string, before: unknown, after: unknown): Line[] {
	if (isBody(before) && isBody(after))
		return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
			compared(field ? `${field}.${key}` : key, before[key], after[key])
		);
	const line = { field, ...said('before', before), ...said('after', after) };
	return line.before === line.after ? [] : [line];
}

function said<K extends 'before' | 'after'>(which: K, value: unknown): { [P in K]?: string } {
	const text = word(value);
	return (text === '' ? {} : { [which]: text }) as { [P in K]?: string };
}

function word(value: unknown): string {
	if (value === null || value === undefined) return '';
	if (Array.isArray(value)) return value.map(word).filter(Boolean).join(', ');
	return isBody(value) ? JSON.stringify(value) : String(value);
}
