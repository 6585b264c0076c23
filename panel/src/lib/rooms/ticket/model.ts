/** What the pieces of a ticket's screens draw; screens make it from the API's answers. */

export interface RowView {
	id: string;
	href: string;
	contact: string;
	contactId: string;
	channel: { kind: string; name: string };
	/** Another organisation's, with its colour. */
	organisation?: { name: string; hue: string };
	/** The last message in one line, with who said it. */
	last: string;
	/** Already in words: `18 min`, `ayer`. */
	time: string;
	/** Waiting for longer than it should. */
	late: boolean;
	unread: number;
	tags: { text: string; dot?: string }[];
	assignee?: { id: string; name: string };
}

export type Delivery = 'queued' | 'sent' | 'delivered' | 'read' | 'failed';
