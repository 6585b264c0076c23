/** A webhook and its deliveries as a person says it. */
import { date, number, speech, t, type Instant, type Key } from '$lib/text/index.svelte';
import type { Delivery, Webhook } from './calls';

type Tone = 'online' | 'paused' | 'offline' | 'info' | 'bad';
interface Look {
	tone: Tone;
	text: string;
}

const known = (key: string): key is Key => key in speech.messages.catalogue;

/** What is told. One that this panel does not know yet keeps its name. */
export function kindLabel(kind: string): string {
	const key = `webhooks.kind.${kind}`;
	return known(key) ? t(key) : kind;
}

export type Standing = 'on' | 'failing' | 'paused' | 'disabled';

export function standing({
	state,
	failing_since
}: Pick<Webhook, 'state' | 'failing_since'>): Standing {
	if (state !== 'active') return state;
	return failing_since ? 'failing' : 'on';
}

const tones = { on: 'online', failing: 'bad', paused: 'paused', disabled: 'bad' } as const;

export function standingLook(hook: Pick<Webhook, 'state' | 'failing_since'>): Look {
	const is = standing(hook);
	return { tone: tones[is], text: t(`webhooks.state.${is}`) };
}

const progress = {
	pending: 'info',
	delivered: 'online',
	failed: 'bad',
	withheld: 'offline'
} as const;

export function deliveryLook({ state, attempts }: Pick<Delivery, 'state' | 'attempts'>): Look {
	if (state === 'pending' && attempts > 0)
		return { tone: 'paused', text: t('webhooks.delivery.retrying') };
	return { tone: progress[state], text: t(`webhooks.delivery.${state}`) };
}

/** Why it failed; a code without words of its own is shown, so that it can be asked about. */
export function failureLabel(failure: string | null | undefined, status?: number | null): string {
	if (!failure) return '';
	const key = `webhooks.failure.${failure}`;
	return known(key) ? t(key, { status }) : t('webhooks.failure.other', { code: failure });
}

/** Why this one did not arrive. One that was asked for again has not been tried: what was before is no news. */
export function reasonOf(delivery: Delivery): string {
	const { state, attempts, failure, status } = delivery;
	if (state === 'delivered' || (state === 'pending' && attempts === 0)) return '';
	return failureLabel(failure, status);
}

/** How long the last attempt took; nothing where there was none. */
export function tookLabel({ attempts, duration_ms: ms }: Delivery): string {
	return ms == null || attempts === 0 ? '' : number(ms, { style: 'unit', unit: 'millisecond' });
}

/** To the minute: what someone compares with the log of the other side. */
export const moment = (at: Instant) => `${date(at, 'day')}, ${date(at, 'time')}`;

/** What a webhook tells, as short as a row wants it. */
export function toldLabel(kinds: readonly string[]): string {
	const [first, ...others] = kinds;
	if (first === undefined) return t('webhooks.kinds.all');
	return others.length > 0 ? t('webhooks.kinds.many', { n: kinds.length }) : kindLabel(first);
}
