import CircleCheck from '@lucide/svelte/icons/circle-check';
import ExternalLink from '@lucide/svelte/icons/external-link';
import Hand from '@lucide/svelte/icons/hand';
import Pause from '@lucide/svelte/icons/pause';
import Play from '@lucide/svelte/icons/play';
import SquareCheck from '@lucide/svelte/icons/square-check-big';
import Tag from '@lucide/svelte/icons/tag';
import UserPlus from '@lucide/svelte/icons/user-round-plus';
import Users from '@lucide/svelte/icons/users';
import type { Entry, Icon } from '$lib/kit/types';
import { t } from '$lib/text/index.svelte';
import type { Act } from './bulk';
import { choices, offered, type Choice, type Offer } from './choices';
import type { Row } from './rows.svelte';

interface On {
	org: string;
	/** The ticket under the pointer; or all that are ticked, when it is one of them. */
	rows: readonly Row[];
	href: string;
	tick?: () => void;
	run: (act: Act, rows: readonly Row[]) => void;
}

/** What a row's menu offers: nothing that the bar and the ticket itself do not offer too. */
export function rowMenu({ org, rows, href, tick, run }: On): Entry[] {
	const offers = offered(rows);
	const from = choices(org);
	const one = (offer: Offer, label: string, icon: Icon, act: Act): Entry[] =>
		offers.includes(offer) ? [{ label, icon, run: () => run(act, rows) }] : [];
	const sub = (offer: Offer, label: string, icon: Icon, { options, act }: Choice): Entry[] =>
		offers.includes(offer) && options.length
			? [
					{
						kind: 'sub',
						label,
						icon,
						entries: options.map((o) => ({ label: o.label, run: () => run(act(o.value), rows) }))
					}
				]
			: [];
	const acts = [
		...one('take', t('ticket.act.take'), Hand, { act: 'take' }),
		...sub('assign', t('ticket.act.assign'), UserPlus, from.assign),
		...sub('team', t('ticket.act.transfer'), Users, from.team),
		...sub('label', t('list.bulk.label'), Tag, from.label),
		...one('hold', t('ticket.act.hold'), Pause, { act: 'hold' }),
		...one('release', t('ticket.act.release'), Play, { act: 'release' }),
		...sub('close', t('ticket.act.close'), CircleCheck, from.close)
	];
	return [
		...(rows.length > 1
			? [{ kind: 'label' as const, label: t('list.bulk.n', { n: rows.length }) }]
			: []),
		{
			label: t('list.open-beside'),
			icon: ExternalLink,
			run: () => void open(href, '_blank', 'noopener')
		},
		...(tick ? [{ label: t('list.tick'), icon: SquareCheck, keys: 'x', run: tick }] : []),
		...(acts.length ? [{ kind: 'line' as const }, ...acts] : [])
	];
}
