/** What the acts on many tickets, and the menu of one, choose from. */
import type { Option } from '$lib/kit/types';
import { session } from '$lib/me/session.svelte';
import { t } from '$lib/text/index.svelte';
import { labelColour } from '../../label/colour';
import { reference } from '../../reference.svelte';
import type { Act } from './bulk';
import type { Row } from './rows.svelte';

const NOBODY = 'nobody';
const NONE = 'none';

export interface Choice {
	options: Option[];
	act: (value: string) => Act;
}

export function choices(org: string): Record<'assign' | 'team' | 'label' | 'close', Choice> {
	const all = reference(org);
	const required = session.membership(org)?.organisation.settings?.resolution_required === true;
	return {
		assign: {
			options: [
				...all.members.all.map((m) => ({
					value: m.id,
					label: m.name,
					hint: [m.organisation, t(`presence.${m.presence}`)].filter(Boolean).join(' · '),
					presence: m.presence
				})),
				{ value: NOBODY, label: t('ticket.assignee.nobody') }
			],
			act: (to) => ({ act: 'assign', member: to === NOBODY ? null : to })
		},
		team: {
			options: all.teams.all.map((team) => ({ value: team.id, label: team.name })),
			act: (team) => ({ act: 'transfer', team, member: null, note: null })
		},
		label: {
			options: all.labels.all.map((l) => ({
				value: l.id,
				label: l.name,
				dot: labelColour(l.colour)
			})),
			act: (label) => ({ act: 'label', label })
		},
		close: {
			options: [
				...all.resolutions.all.map((r) => ({ value: r.id, label: r.name })),
				...(required ? [] : [{ value: NONE, label: t('close.resolution.none') }])
			],
			act: (to) => ({ act: 'close', resolution: to === NONE ? null : to, note: null })
		}
	};
}

export type Offer = 'take' | 'assign' | 'team' | 'label' | 'hold' | 'release' | 'close';

/** What may be done to all of them, by what the server said of each; and what would change something. */
export function offered(rows: readonly Pick<Row, 'can' | 'state' | 'assignee'>[]): Offer[] {
	if (rows.length === 0) return [];
	const may = (permission: Row['can'][number]) => rows.every((row) => row.can.includes(permission));
	const live = rows.every((row) => row.state !== 'closed');
	const offers: [Offer, boolean][] = [
		['take', live && may('ticket.take') && rows.every((row) => !row.assignee)],
		['assign', live && may('ticket.transfer')],
		['team', live && may('ticket.transfer')],
		['label', may('ticket.edit')],
		['hold', live && may('ticket.hold') && rows.every((row) => row.state !== 'hold')],
		['release', may('ticket.hold') && rows.every((row) => row.state === 'hold')],
		['close', live && may('ticket.close')]
	];
	return offers.flatMap(([offer, is]) => (is ? [offer] : []));
}
