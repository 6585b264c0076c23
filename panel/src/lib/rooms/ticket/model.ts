import type { components } from '$lib/api/schema';
import type { Silence } from './silence';

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
	/** The customer is silent. */
	silence?: Silence;
	unread: number;
	tags: { text: string; dot?: string }[];
	assignee?: { id: string; name: string };
}

export type Delivery = 'queued' | 'sent' | 'delivered' | 'read' | 'failed';

type Schemas = components['schemas'];

export type Ticket = Schemas['Ticket'];
export type TicketPriority = Schemas['TicketPriority'];
export type TicketState = Schemas['TicketState'];
export type Person = Schemas['Person'];
export type Message = Schemas['Message'];
export type MessageFile = Schemas['MessageFile'];
export type MessageLink = Schemas['MessageLink'];
export type Activity = Schemas['Activity'];
export type TimelineItem = Schemas['TimelineItem'];
export type Colleague = Schemas['Colleague'];
/** In which of the two composers something is written. */
export type Writing = Schemas['DraftKind'];
