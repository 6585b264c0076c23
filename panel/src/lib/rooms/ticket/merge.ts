/** How two readings of one conversation become one. Pure: the timeline keeps what comes out. */
import type { Message, TimelineItem } from './model';

type Delivery = Message['delivery'];

const order: Delivery[] = ['none', 'received', 'queued', 'sent', 'failed', 'delivered', 'read'];

/** Whether a message that stands at `now` may be shown at `next`: an answer that was overtaken says nothing new. */
export function mayBecome(now: Delivery, next: Delivery): boolean {
	return order.indexOf(next) > order.indexOf(now);
}

export function seqOf(item: TimelineItem): number {
	return item.type === 'message' ? item.message.seq : item.activity.seq;
}

/** The newer reading of a message, but never further back than it had come. */
export function newer(old: TimelineItem | undefined, item: TimelineItem): TimelineItem {
	if (old?.type !== 'message' || item.type !== 'message') return item;
	const { delivery, failure } = old.message;
	if (delivery === item.message.delivery || mayBecome(delivery, item.message.delivery)) return item;
	return { type: 'message', message: { ...item.message, delivery, failure } };
}

/** Both, each place of the sequence once, in its order. */
export function merged(
	held: readonly TimelineItem[],
	come: readonly TimelineItem[]
): TimelineItem[] {
	const bySeq = new Map(held.map((item) => [seqOf(item), item]));
	for (const item of come) bySeq.set(seqOf(item), newer(bySeq.get(seqOf(item)), item));
	return [...bySeq.values()].sort((a, b) => seqOf(a) - seqOf(b));
}
