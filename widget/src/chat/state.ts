import { asked, fieldOf } from './details';
import type { Item } from './outbox';
import type { Config, Field, Message, Ticket, Values } from './types';

export interface State {
	/**
	 * `gone`: no such channel. `locked`: only for people whom the organisation identifies, and this is nobody yet. `expired`: the link
	 * that led here opens nothing any more.
	 */
	phase: 'loading' | 'ready' | 'locked' | 'gone' | 'expired';
	config: Config | null;
	/** What was said so far is known. */
	synced: boolean;
	offline: boolean;
	ticket: Ticket | null;
	messages: Message[];
	pending: Item[];
	/** Up to where the desk has read. */
	readSeq: number;
	unread: number;
	/** The first message that was unread when the conversation was opened. */
	newFrom: string | null;
	typing: string | null;
	/** After a closed conversation the customer has chosen to write again. */
	again: boolean;
	/** What the form before the conversation asks; null when there is nothing to ask. */
	form: { fields: Field[]; values: Values; refused: { name: string; title: string } | null } | null;
}

export const blank: State = {
	phase: 'loading',
	config: null,
	synced: false,
	offline: false,
	ticket: null,
	messages: [],
	pending: [],
	readSeq: 0,
	unread: 0,
	newFrom: null,
	typing: null,
	again: false,
	form: null
};

/** The form is for a conversation that has not begun, and for a first message that was refused because of an answer. */
export function formOf(state: State, identified: boolean, answered: boolean): State['form'] {
	if (state.phase !== 'ready' || !state.config || !state.synced) return null;
	const fields = asked(state.config.pre_chat, identified);
	if (!fields.length) return null;
	for (const item of state.pending) {
		const name = item.error && fieldOf(fields, item.error.field);
		if (name && item.details)
			return { fields, values: item.details, refused: { name, title: item.error?.title ?? '' } };
	}
	const begun = state.ticket || state.messages.length || state.pending.length;
	return begun || answered ? null : { fields, values: {}, refused: null };
}
