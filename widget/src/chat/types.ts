/** What the server says, as `/api/v1/widget` says it. */

export interface Field {
	/** `name`, `email`, `phone`, or the name of a field of the organisation's own. */
	name: string;
	label: string;
	kind: 'text' | 'email' | 'phone' | 'choice';
	choices?: string[];
	required: boolean;
}

export interface Config {
	channel: { name: string };
	organisation: { name: string };
	greeting: string | null;
	colour: string;
	position: 'right' | 'left';
	theme: 'auto' | 'light' | 'dark';
	locale: string | null;
	/** The organisation's own, for a visitor none of whose languages we speak. */
	fallback_locale: string;
	pre_chat: Field[];
	max_file_size: number;
	identity_required: boolean;
	/** Nobody attends now. */
	closed?: { opens_at: string | null } | null;
}

export interface FileView {
	id: string;
	name: string;
	size: number;
	media_type: string;
	width?: number | null;
	height?: number | null;
	has_preview: boolean;
}

/** In the order in which a message goes through them; `failed` may come from any. */
export const deliveries = ['received', 'queued', 'sent', 'delivered', 'read', 'failed'] as const;
export type Delivery = (typeof deliveries)[number];

export interface Message {
	id: string;
	seq: number;
	/** As the desk sees it: `in` is the customer's own. */
	kind: 'in' | 'out';
	body: string;
	files: FileView[];
	author: { name: string } | null;
	reply_to?: string | null;
	created_at: string;
	delivery: Delivery;
}

export interface Ticket {
	state: 'waiting' | 'open' | 'hold' | 'snoozed' | 'closed';
	assignee: { name: string } | null;
}

export interface Conversation {
	ticket: Ticket | null;
	messages: Message[];
	/** Up to where the customer has read. How far the desk has, the socket says. */
	read_seq: number;
	/** How many messages the customer has not read. */
	unread: number;
}

export type Frame =
	| { type: 'ready'; seq: number }
	| { type: 'message'; message: Message }
	| { type: 'delivery'; id: string; delivery: Delivery }
	| { type: 'read'; seq: number }
	| { type: 'ticket'; ticket: Ticket | null }
	| { type: 'typing'; name: string }
	| { type: 'ping' };

export type Values = Record<string, string>;
