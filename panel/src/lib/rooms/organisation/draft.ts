import type { Asked } from '$lib/api/shapes';
import type { Organisation } from './calls';

/** What of an organisation is edited on one page. Numbers are as they are typed. */
export interface Draft {
	name: string;
	locale: string;
	zone: string;
	country: string;
	reopen: string;
	undo: string;
	/** Empty: no limit. */
	quota: string;
	/** Empty: never. */
	connected: string;
	/** Minutes of the customer's silence. */
	notice: string;
	alarm: string;
	/** Empty: nothing closes by itself. */
	close: string;
	/** Empty: none. */
	closing: string;
	goodbye: string;
	links: boolean;
	/** What of a contact external advisors may change. */
	outside: string[];
}

/** What of a contact is edited beside a ticket. */
export const contactFields = ['name', 'phone', 'email', 'document', 'company', 'position'] as const;

export function draftOf({ name, locale, time_zone, country, settings }: Organisation): Draft {
	return {
		name,
		locale,
		zone: time_zone,
		country,
		reopen: String(settings.reopen_hours),
		undo: String(settings.undo_seconds),
		quota: settings.quota === null ? '' : String(settings.quota ?? 10),
		connected: settings.connected_hours === null ? '' : String(settings.connected_hours ?? 12),
		notice: String(settings.idle_notice_minutes ?? 5),
		alarm: String(settings.idle_alarm_minutes ?? 15),
		close: settings.idle_close_minutes ? String(settings.idle_close_minutes) : '',
		closing: settings.idle_close_resolution ?? '',
		goodbye: settings.idle_close_text ?? '',
		links: settings.link_previews ?? true,
		outside: contactFields.filter((field) => settings.external_contact_fields?.includes(field))
	};
}

/** Only what changed: what somebody else chose meanwhile stays theirs. */
export function change(draft: Draft, before: Draft): Asked<'/api/v1/organisations/{org}', 'patch'> {
	const differs = (field: keyof Draft) =>
		JSON.stringify(draft[field]) !== JSON.stringify(before[field]);
	const settings = {
		...(differs('reopen') ? { reopen_hours: whole(draft.reopen) } : {}),
		...(differs('undo') ? { undo_seconds: whole(draft.undo) } : {}),
		...(differs('quota') ? { quota: orNone(draft.quota) } : {}),
		...(differs('connected') ? { connected_hours: orNone(draft.connected) } : {}),
		...(differs('notice') ? { idle_notice_minutes: whole(draft.notice) } : {}),
		...(differs('alarm') ? { idle_alarm_minutes: whole(draft.alarm) } : {}),
		...(differs('close') ? { idle_close_minutes: orNone(draft.close) } : {}),
		...(differs('closing') ? { idle_close_resolution: draft.closing || null } : {}),
		...(differs('goodbye') ? { idle_close_text: draft.goodbye } : {}),
		...(differs('links') ? { link_previews: draft.links } : {}),
		...(differs('outside') ? { external_contact_fields: draft.outside } : {})
	};
	return {
		...(differs('name') ? { name: draft.name } : {}),
		...(differs('locale') ? { locale: draft.locale as Organisation['locale'] } : {}),
		...(differs('zone') ? { time_zone: draft.zone } : {}),
		...(differs('country') ? { country: draft.country } : {}),
		...(Object.keys(settings).length ? { settings } : {})
	};
}

const counted = ['reopen', 'undo', 'notice', 'alarm'] as const;
const perhaps = ['quota', 'connected', 'close'] as const;
export type Counted = (typeof counted)[number] | (typeof perhaps)[number];

/** The fields that hold no whole number, before the server is asked: it would not say which one it could not read. */
export function unreadable(draft: Draft): Counted[] {
	const odd = (field: Counted) => !/^\d{1,6}$/.test(draft[field].trim());
	return [
		...counted.filter(odd),
		...perhaps.filter((field) => draft[field].trim() !== '' && odd(field))
	];
}

const whole = (text: string) => Number(text.trim());
const orNone = (text: string) => (text.trim() === '' ? null : whole(text));
