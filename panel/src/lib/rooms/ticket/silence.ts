import { session } from '$lib/me/session.svelte';
import { brief, t } from '$lib/text/index.svelte';
import type { TicketState } from './model';

/** How long a customer has not answered: a colour, and the same in words. */
export interface Silence {
	tone: 'calm' | 'notice' | 'alarm';
	text: string;
}

interface Like {
	state: TicketState;
	silent_since?: string | null;
}

interface Limits {
	idle_notice_minutes?: number;
	idle_alarm_minutes?: number;
}

/** Nothing of what somebody put aside, nor of what the customer has answered. */
export function toneOf(
	{ state, silent_since }: Like,
	{ idle_notice_minutes = 5, idle_alarm_minutes = 15 }: Limits,
	now: number
): Silence['tone'] | undefined {
	if (!silent_since || (state !== 'open' && state !== 'waiting')) return undefined;
	const minutes = (now - Date.parse(silent_since)) / 60_000;
	if (minutes >= idle_alarm_minutes) return 'alarm';
	return minutes >= idle_notice_minutes ? 'notice' : 'calm';
}

/** By what the ticket's own organisation has set. */
export function silenceOf(ticket: Like, org: string, now: number): Silence | undefined {
	const limits = session.membership(org)?.organisation.settings ?? {};
	const tone = toneOf(ticket, limits, now);
	return tone && { tone, text: t(`silence.${tone}`, { when: brief(ticket.silent_since ?? now) }) };
}
