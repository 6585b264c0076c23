/** What goes over the socket at `/api/v1/me/live`: JSON texts. `docs/live.md` is their description. */

/** What something is about: `{ kind: 'ticket', id: 'tkt_…' }`. */
export interface Subject {
	kind: string;
	id: string;
}

export interface Happened {
	/** `appeared`: it came into our reach; `gone`: it left it. */
	type: 'event' | 'appeared' | 'gone';
	org: string;
	cursor: string;
	at: string;
	/** `ticket.closed`, `message.created` …; not said of what is gone. */
	kind?: string;
	/** Left out where even its id would tell too much. */
	subject?: Subject;
	/** Ids and codes, never text: what is new is fetched. */
	body?: Record<string, unknown>;
	/** The member who did it, if one did. */
	by?: string | null;
}

export interface Whispered {
	type: 'whisper';
	org: string;
	kind: string;
	body: Record<string, unknown>;
}

export type FromServer =
	| { type: 'ready'; organisations: { id: string; cursor: string }[] }
	| Happened
	| Whispered
	| { type: 'reset'; org: string; cursor: string }
	| { type: 'access'; org: string }
	| { type: 'left'; org: string }
	| { type: 'ping' };

export type FromClient =
	| { type: 'hello'; cursors: Record<string, string> }
	| { type: 'viewing'; org: string; ticket: string | null }
	| { type: 'typing'; org: string; ticket: string; note: boolean }
	| { type: 'pong' };

export function parseFrame(text: unknown): FromServer | undefined {
	if (typeof text !== 'string') return undefined;
	try {
		const frame: unknown = JSON.parse(text);
		return frame && typeof frame === 'object' && 'type' in frame
			? (frame as FromServer)
			: undefined;
	} catch {
		return undefined;
	}
}
