import type { Attachment, Item } from '../chat/outbox';
import type { State } from '../chat/state';
import type { FileView, Message } from '../chat/types';
import { dayLine, dayOf } from '../text/format';

/** What stands in the conversation, one below the other. */
export type Row =
	{ kind: 'day'; key: string; text: string } | { kind: 'new'; key: string } | Bubble;

export interface Bubble {
	kind: 'bubble';
	key: string;
	own: boolean;
	/** Who wrote it; the greeting and the bot speak for the organisation. */
	author: string;
	body: string;
	files: (FileView | Attachment)[];
	at: string | number | null;
	quote: string | null;
	/** Of neighbours by one author, soon after each other, the name stands on the first and the time below the last. */
	first: boolean;
	last: boolean;
	fate: 'none' | 'sending' | 'waiting' | 'failed' | 'sent' | 'read';
	item: Item | null;
}

const NEIGHBOURS = 5 * 60_000;

/** `hello` stands where there is nothing yet and the organisation has no greeting of its own. */
export function rowsOf(state: State, you: string, hello: string, now: number): Row[] {
	const house = state.config?.organisation.name ?? '';
	const bubbles = [
		...state.messages.map((message) => said(message, state, message.author?.name ?? house, you)),
		...state.pending.map((item) => written(item, you))
	];
	const greeting = state.config?.greeting || (bubbles.length ? '' : hello);
	if (greeting) bubbles.unshift({ ...blank, key: 'greeting', author: house, body: greeting });
	const rows: Row[] = [];
	bubbles.forEach((bubble, i) => {
		const before = bubbles[i - 1];
		const { at } = bubble;
		const day = at !== null && (before?.at == null || dayOf(before.at) !== dayOf(at));
		if (day) rows.push({ kind: 'day', key: `day ${dayOf(at)}`, text: dayLine(at, now) });
		if (bubble.key === state.newFrom) rows.push({ kind: 'new', key: 'new' });
		bubble.first = rows.at(-1)?.kind !== 'bubble' || !near(before, bubble);
		if (before) before.last = bubble.first;
		rows.push(bubble);
	});
	return rows;
}

const blank: Bubble = {
	kind: 'bubble',
	key: '',
	own: false,
	author: '',
	body: '',
	files: [],
	at: null,
	quote: null,
	first: true,
	last: true,
	fate: 'none',
	item: null
};

function near(before: Bubble | undefined, next: Bubble): boolean {
	if (!before || before.own !== next.own || before.author !== next.author) return false;
	if (before.at === null || next.at === null) return before.at === next.at;
	if (before.fate === 'failed' || next.fate === 'failed') return false;
	return new Date(next.at).getTime() - new Date(before.at).getTime() < NEIGHBOURS;
}

function said(message: Message, state: State, author: string, you: string): Bubble {
	const own = message.kind === 'in';
	const read = message.delivery === 'read' || message.seq <= state.readSeq;
	const quoted = state.messages.find((other) => other.id === message.reply_to);
	return {
		...blank,
		key: message.id,
		own,
		author: own ? you : author,
		body: message.body,
		files: message.files,
		at: message.created_at,
		quote: quoted ? quoted.body || (quoted.files[0]?.name ?? null) : null,
		fate: own ? (read ? 'read' : 'sent') : 'none'
	};
}

function written(item: Item, you: string): Bubble {
	return {
		...blank,
		key: item.key,
		own: true,
		author: you,
		body: item.body,
		files: item.files,
		at: item.at,
		fate: item.state === 'keeping' ? 'sending' : item.state,
		item
	};
}
