import { deliveries, type Delivery, type Message } from './types';

/** A delivery never steps back: receipts overtake each other on the way. */
function further(now: Delivery, next: Delivery): Delivery {
	return deliveries.indexOf(next) > deliveries.indexOf(now) ? next : now;
}

/** The messages by `seq`, each once, whatever the order and however often they came. */
export function merge(known: readonly Message[], came: readonly Message[]): Message[] {
	const all = new Map(known.map((message) => [message.id, message]));
	for (const message of came) {
		const before = all.get(message.id);
		const delivery = before ? further(before.delivery, message.delivery) : message.delivery;
		all.set(message.id, { ...message, delivery });
	}
	return [...all.values()].sort((a, b) => a.seq - b.seq);
}

export function delivered(known: readonly Message[], id: string, delivery: Delivery): Message[] {
	return known.map((message) =>
		message.id === id ? { ...message, delivery: further(message.delivery, delivery) } : message
	);
}

export function lastSeq(messages: readonly Message[]): number {
	return messages.at(-1)?.seq ?? 0;
}

/**
 * The messages without those that may be one of ours seen from the other side. A message that was posted and whose answer
 * never came stands both in the outbox and, perhaps, in the conversation; until its key is answered it shows once, as pending.
 * `since` is where the conversation stood when the first unanswered one was posted.
 */
export function withoutOwn(messages: readonly Message[], since: number | null): Message[] {
	if (since === null) return [...messages];
	return messages.filter((message) => message.kind === 'out' || message.seq <= since);
}
