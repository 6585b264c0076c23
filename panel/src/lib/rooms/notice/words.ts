import { permissionLabel } from '$lib/me/permission';
import { paths } from '$lib/paths';
import { whereOf } from '$lib/rooms/permission-request/words';
import { date, list, t } from '$lib/text/index.svelte';
import type { Notice } from './notices.svelte';

type Requested = NonNullable<Notice['request']>;

/** What happened, in one sentence. */
export function told(notice: Notice): string {
	const { kind, actor, ticket } = notice;
	if (kind === 'welcomed' || kind === 'asked') return lent(notice);
	if (kind === 'received' || kind === 'relieved') return handed(notice);
	if (notice.request) return requested(notice, notice.request);
	if (kind !== 'assigned' && kind !== 'mentioned' && kind !== 'replied') return '';
	const number = String(ticket?.number ?? '');
	if (kind === 'replied')
		return t('notices.replied', { who: ticket?.contact || t('contact.visitor'), number });
	return actor
		? t(`notices.${kind}`, { who: actor.name, number })
		: t(`notices.${kind}.nobody`, { number });
}

/** Many at once. */
function handed({ kind, actor, amount }: Notice): string {
	const n = amount ?? 0;
	const key = kind === 'received' ? 'received' : 'relieved';
	return actor ? t(`notices.${key}`, { who: actor.name, n }) : t(`notices.${key}.nobody`, { n });
}

/** A permission that somebody asks for, or what became of one's own request. */
function requested({ kind, actor, organisation }: Notice, request: Requested): string {
	const said = {
		who: kind === 'permission_asked' ? request.person : (actor?.name ?? organisation.name),
		permission: permissionLabel(request.permission),
		where: whereOf(request.place)
	};
	if (kind === 'permission_asked') return t('notices.permission-asked', said);
	if (kind === 'permission_refused') return t('notices.permission-refused', said);
	return request.until
		? t('notices.permission-granted.until', { ...said, date: date(request.until, 'date') })
		: t('notices.permission-granted', said);
}

/** What is about no ticket: somebody is lent, or asked for. */
function lent({ kind, organisation: { name: organisation }, teams = [], loan }: Notice): string {
	if (kind === 'asked')
		return t('notices.asked', {
			organisation: loan?.organisation ?? '',
			person: loan?.person ?? ''
		});
	return teams.length
		? t('notices.welcomed', { organisation, teams: list(teams) })
		: t('notices.welcomed.no-team', { organisation });
}

/** The ticket, at what was said; or where there is something to do about it. */
export function placeOf({ kind, organisation, ticket, message, request }: Notice): string {
	if (kind === 'permission_asked')
		return paths.manage(organisation.id, 'members', undefined, { view: 'requests' });
	if (request) return paths.tickets(organisation.id, 'mine', request.ticket ?? undefined);
	if (kind === 'asked')
		return paths.manage(organisation.id, 'externals', undefined, { view: 'requests' });
	if (kind === 'received' || kind === 'relieved') return paths.tickets(organisation.id, 'mine');
	if (kind === 'welcomed' || !ticket) return paths.tickets(organisation.id, 'external-mine');
	const view = kind === 'mentioned' ? 'mentions' : 'mine';
	return paths.tickets(organisation.id, view, ticket.id) + (message ? `#${message}` : '');
}
