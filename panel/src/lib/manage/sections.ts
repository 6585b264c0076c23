import Building2 from '@lucide/svelte/icons/building-2';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import CircleCheckBig from '@lucide/svelte/icons/circle-check-big';
import Compass from '@lucide/svelte/icons/compass';
import Handshake from '@lucide/svelte/icons/handshake';
import KeyRound from '@lucide/svelte/icons/key-round';
import MessageSquareText from '@lucide/svelte/icons/message-square-text';
import Radio from '@lucide/svelte/icons/radio';
import ScrollText from '@lucide/svelte/icons/scroll-text';
import Tags from '@lucide/svelte/icons/tags';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import TextCursorInput from '@lucide/svelte/icons/text-cursor-input';
import UserRound from '@lucide/svelte/icons/user-round';
import UsersRound from '@lucide/svelte/icons/users-round';
import Webhook from '@lucide/svelte/icons/webhook';
import type { Icon } from '$lib/kit/types';
import type { Section } from '$lib/paths';

/** The sections of Manage, in the order in which they are shown. Their words are `manage.section.<name>`. */
export interface Line {
	name: Section;
	group: Group;
	icon: Icon;
	/** Any of these opens it. */
	any: string[];
}

export const groups = ['people', 'service', 'desk'] as const;
export type Group = (typeof groups)[number];

export const lines: Line[] = [
	{ name: 'members', group: 'people', icon: UserRound, any: ['user.view'] },
	{
		name: 'externals',
		group: 'people',
		icon: Handshake,
		any: ['external.invite', 'user.view']
	},
	{ name: 'roles', group: 'people', icon: ShieldCheck, any: ['role.read'] },
	{ name: 'teams', group: 'people', icon: UsersRound, any: ['team.manage'] },
	{ name: 'channels', group: 'service', icon: Radio, any: ['channel.manage'] },
	{ name: 'hours', group: 'service', icon: CalendarClock, any: ['hours.manage'] },
	{ name: 'canned', group: 'service', icon: MessageSquareText, any: ['canned.manage'] },
	{ name: 'labels', group: 'service', icon: Tags, any: ['label.manage'] },
	{ name: 'origins', group: 'service', icon: Compass, any: ['origin.manage'] },
	{ name: 'resolutions', group: 'service', icon: CircleCheckBig, any: ['resolution.manage'] },
	{ name: 'fields', group: 'service', icon: TextCursorInput, any: ['field.manage'] },
	{ name: 'organisation', group: 'desk', icon: Building2, any: ['settings.read'] },
	{ name: 'tokens', group: 'desk', icon: KeyRound, any: ['integration.manage'] },
	{ name: 'webhooks', group: 'desk', icon: Webhook, any: ['integration.manage'] },
	{ name: 'dead-letters', group: 'desk', icon: TriangleAlert, any: ['settings.manage'] },
	{ name: 'audit', group: 'desk', icon: ScrollText, any: ['audit.read'] }
];

/** What a person may use, by group; groups with nothing in them are left out. */
export function sectionsFor(may: (...any: string[]) => boolean): { group: Group; lines: Line[] }[] {
	return groups
		.map((group) => ({
			group,
			lines: lines.filter((line) => line.group === group && may(...line.any))
		}))
		.filter((one) => one.lines.length > 0);
}

/** Which section an address is in, and whether it stands on its first page. */
export function sectionOf(pathname: string): { line?: Line; first: boolean; root: boolean } {
	const [name, thing] = pathname.split('/').filter(Boolean).slice(3);
	return {
		line: lines.find((line) => line.name === name),
		first: name !== undefined && thing === undefined,
		root: name === undefined
	};
}
