/** A conversation as it is drawn: days, where the new begins, what was said, what happened, what is still on its way. Pure. */
import type { Activity, Message, TimelineItem } from '../model';
import { seqOf } from '../merge';

export type Line<Pending> =
	| { kind: 'day'; key: string; at: string }
	| { kind: 'new'; key: string }
	/** `joined`: by the same person right after, so that nobody's name is said twice; `goes`: the time below stands for it. */
	| { kind: 'message'; key: string; message: Message; joined: boolean; goes: boolean }
	| { kind: 'activity'; key: string; activity: Activity }
	| { kind: 'pending'; key: string; pending: Pending };

const TOGETHER = 3 * 60_000;

interface Asked<Pending> {
	items: readonly TimelineItem[];
	/** What was read when the conversation was opened; `undefined` when nothing new is to be marked. */
	readSeq?: number;
	/** The calendar day of a time, in the person's zone. */
	dayOf: (at: string) => string;
	pending?: readonly (Pending & { id: string })[];
}

export function linesOf<Pending>({
	items,
	readSeq,
	dayOf,
	pending = []
}: Asked<Pending>): Line<Pending>[] {
	const lines: Line<Pending>[] = [];
	const first = firstNew(items, readSeq);
	let day = '';
	let before: Message | undefined;
	for (const item of items) {
		const at = item.type === 'message' ? item.message.created_at : item.activity.at;
		const today = dayOf(at);
		if (today !== day) {
			lines.push({ kind: 'day', key: `day ${today}`, at });
			before = undefined;
		}
		day = today;
		if (seqOf(item) === first) {
			lines.push({ kind: 'new', key: 'new' });
			before = undefined;
		}
		if (item.type === 'message') {
			const { message } = item;
			lines.push({
				kind: 'message',
				key: message.id,
				message,
				joined: before !== undefined && follows(before, message),
				goes: false
			});
			const above = lines.at(-2);
			if (above?.kind === 'message') above.goes = hides(above.message, message, lines.at(-1));
			before = message;
		} else {
			lines.push({ kind: 'activity', key: item.activity.id, activity: item.activity });
			before = undefined;
		}
	}
	for (const one of pending) lines.push({ kind: 'pending', key: one.id, pending: one });
	return lines;
}

/** The first message of the customer that was not read; nothing when all of it is new. */
function firstNew(items: readonly TimelineItem[], readSeq: number | undefined): number | undefined {
	if (!readSeq) return undefined;
	const fresh = items.find(
		(i) => i.type === 'message' && i.message.kind === 'in' && i.message.seq > readSeq
	);
	return fresh && seqOf(fresh);
}

/** The lower one says the same of its time and of how far it came. */
function hides<P>(upper: Message, lower: Message, line: Line<P> | undefined): boolean {
	return (
		line?.kind === 'message' &&
		line.joined &&
		upper.delivery === lower.delivery &&
		!upper.undo_until &&
		Date.parse(lower.created_at) - Date.parse(upper.created_at) < 60_000
	);
}

function follows(before: Message, next: Message): boolean {
	return (
		before.kind === next.kind &&
		before.author?.id === next.author?.id &&
		before.delivery !== 'failed' &&
		Date.parse(next.created_at) - Date.parse(before.created_at) < TOGETHER
	);
}
