/** Rows of tickets, kept once an organisation however many lists show them. */
import type { components } from '$lib/api/schema';
import { hue } from '$lib/kit/hue';
import { session } from '$lib/me/session.svelte';
import { paths } from '$lib/paths';
import { apart } from '$lib/store/apart.svelte';
import { Entities } from '$lib/store/entities.svelte';
import { brief, t } from '$lib/text/index.svelte';
import { labelColour } from '../../label/colour';
import type { RowView } from '../model';
import { contactName, personName } from '../person';
import { silenceOf } from '../silence';

export type Row = components['schemas']['TicketRow'];

/** From then on a customer who waits is shown in red, where the organisation says nothing else. */
const LATE = 15;

const kept = new Map<string, Entities<Row>>();

/** `of` is an organisation, or what stands for several. */
export function rowsOf(of: string): Entities<Row> {
	let here = kept.get(of);
	if (!here) kept.set(of, (here = apart(() => new Entities<Row>())));
	return here;
}

session.onForget(() => {
	for (const rows of kept.values()) rows.clear();
	kept.clear();
});

/** Who said it and what, on one line. */
export function lastLine({ last, subject }: Row, self: string | undefined): string {
	if (!last) return subject;
	const text = last.text || (last.files > 0 ? t('file.n', { n: last.files }) : '');
	const name = last.by ? last.by.first_name || personName(last.by) : t('message.automatic');
	if (last.kind === 'note') return t('list.last.note', { name, text });
	if (last.kind === 'in') return text;
	return last.by?.id && last.by.id === self
		? t('list.last.mine', { text })
		: t('list.last.ours', { name, text });
}

/** What a list shows of a row. `view` says what need not be said of each. */
export function rowView(
	row: Row,
	org: string,
	view: string,
	now: number,
	query = {},
	current?: string
): RowView {
	const place = row.organisation?.id ?? org;
	const waits = row.waiting_since ?? undefined;
	const tags: RowView['tags'] = [];
	if (row.priority === 'urgent' || row.priority === 'high')
		tags.push({ text: t(`priority.${row.priority}`), dot: 'var(--bad)' });
	if (['hold', 'snoozed', 'closed'].includes(row.state) && row.state !== view)
		tags.push({ text: t(`state.${row.state}`) });
	if (row.state === 'waiting' && view !== 'unassigned') tags.push({ text: t('ticket.unassigned') });
	for (const label of row.labels) tags.push({ text: label.name, dot: labelColour(label.colour) });
	const { assignee } = row;
	const late = session.membership(place)?.organisation.settings.idle_alarm_minutes ?? LATE;
	return {
		id: row.id,
		href: paths.tickets(place, view, row.id, query),
		contact: contactName(row.contact),
		contactId: row.contact.id,
		channel: row.channel,
		organisation: row.organisation
			? { name: row.organisation.name, hue: hue(row.organisation.id) }
			: undefined,
		last: lastLine(row, session.membership(place)?.member.id),
		time: brief(waits ?? row.last_at),
		late: waits !== undefined && now - Date.parse(waits) > late * 60_000,
		silence: silenceOf(row, place, now),
		// What is in front is being read.
		unread: row.id === current ? 0 : row.unread,
		tags,
		assignee: assignee?.id && view !== 'mine' ? { id: assignee.id, name: assignee.name } : undefined
	};
}
