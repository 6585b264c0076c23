import { date, list, parts, t, type Key, type Part } from '$lib/text/index.svelte';
import type { Activity, TicketPriority } from '../model';
import { personName } from '../person';

type Body = Record<string, unknown>;

/** What happened, as a sentence: who did what. A kind that this panel does not know yet says only who and that something did. */
export function activityWords({ kind, body: any, by, names, at }: Activity): Part[] {
	const body = (any ?? {}) as Body;
	const who = by ? personName(by) : '';
	const name = (id: unknown) => (typeof id === 'string' ? (names[id] ?? t('person.another')) : '');
	const ours = (key: string) => `activity.${key}${by ? '' : '.alone'}` as Key;
	switch (kind) {
		case 'opened':
			return parts(by ? 'activity.opened' : 'activity.opened.alone', {
				who,
				team: name(body.team)
			});
		case 'assigned':
			if (!body.to) return parts(ours('unassigned') as 'activity.unassigned', { who });
			if (body.shared) return parts('activity.shared', { to: name(body.to) });
			if (by && body.to === by.id) return parts('activity.taken', { who });
			return parts(ours('assigned') as 'activity.assigned', { who, to: name(body.to) });
		case 'handed':
			return parts(
				body.undo ? 'activity.handed.back' : body.to ? 'activity.handed' : 'activity.handed.queue',
				{ who, to: name(body.to) }
			);
		case 'transferred':
			return transferred(body, who, name);
		case 'snoozed':
			return parts('activity.snoozed', { who, when: date(String(body.until ?? at), 'full') });
		case 'woke':
			return parts(
				body.why === 'due'
					? 'activity.woke.due'
					: body.why === 'heard'
						? 'activity.woke.heard'
						: 'activity.woke',
				{ who }
			);
		case 'closed':
			if (body.why === 'silent')
				return parts(body.resolution ? 'activity.closed.silent.with' : 'activity.closed.silent', {
					resolution: name(body.resolution)
				});
			return parts(
				body.resolution
					? (ours('closed.with') as 'activity.closed.with')
					: (ours('closed') as 'activity.closed'),
				{ who, resolution: name(body.resolution) }
			);
		case 'edited':
			return edited(body, who);
		case 'labelled':
			return labelled(body, who, name);
		case 'origin_set':
			return parts(body.origin ? 'activity.origin' : 'activity.origin.none', {
				who,
				origin: name(body.origin)
			});
		case 'merged':
		case 'merged_away':
			return parts(`activity.${kind}`, { who, number: Number(body.number) });
		case 'attention_opened':
			return parts('activity.attention_opened');
		case 'held':
		case 'released':
			return parts(`activity.${kind}`, { who });
		case 'reopened':
			return parts(ours('reopened') as 'activity.reopened', { who });
		default:
			return parts(ours('other') as 'activity.other', { who });
	}
}

function transferred(body: Body, who: string, name: (id: unknown) => string): Part[] {
	const values = { who, from: name(body.from), team: name(body.team), to: name(body.to) };
	if (body.from === body.team) return parts('activity.assigned', values);
	return parts(body.to ? 'activity.transferred.to' : 'activity.transferred', values);
}

function edited(body: Body, who: string): Part[] {
	const what = Array.isArray(body.what) ? (body.what as string[]) : [];
	const priority = body.priority as { to?: TicketPriority } | null | undefined;
	if (what.length === 1 && priority?.to)
		return parts('activity.priority', {
			who,
			priority: t(`priority.${priority.to}`).toLowerCase()
		});
	const words = what.flatMap((one) =>
		one === 'subject' || one === 'priority' || one === 'fields' ? [t(`activity.what.${one}`)] : []
	);
	return parts('activity.edited', { who, what: list(words) });
}

function labelled(body: Body, who: string, name: (id: unknown) => string): Part[] {
	// By name: the order of their ids says nothing to anybody.
	const names = (ids: unknown) =>
		list(Array.isArray(ids) ? ids.map(name).sort((a, b) => a.localeCompare(b)) : []);
	const [added, removed] = [names(body.added), names(body.removed)];
	if (added && removed) return parts('activity.relabelled', { who, added, removed });
	return added
		? parts('activity.labelled', { who, labels: added })
		: parts('activity.unlabelled', { who, labels: removed });
}
