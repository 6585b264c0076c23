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
	links: boolean;
	/** What of a contact external advisors may change. */
	outside: string[];
}

/** What of a contact is edited beside a ticket. */
export const contactFields = ['name', 'phone', 'email', 'document', 'company'] as const;

export function draftOf({ name, locale, time_zone, country, settings }: Organisation): Draft {
	return {
		name,
		locale,
		zone: time_zone,
		country,
		reopen: String(settings.reopen_hours),
		undo: String(settings.undo_seconds),
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

/** The fields that hold no whole number, before the server is asked: it would not say which one it could not read. */
export function unreadable(draft: Draft): ('reopen' | 'undo')[] {
	return (['reopen', 'undo'] as const).filter((field) => !/^\d{1,6}$/.test(draft[field].trim()));
}

const whole = (text: string) => Number(text.trim());
