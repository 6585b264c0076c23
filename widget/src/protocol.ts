/** What the loader, in somebody's page, and the frame, on our origin, say to each other. Nothing else passes between them. */

/** How the launcher looks and what it is called: the loader has no words of its own. */
export interface Look {
	colour: string;
	ink: string;
	position: 'right' | 'left';
	/** The name of the region and of the frame. */
	title: string;
	open: string;
	close: string;
}

export type ToFrame =
	| {
			type: 'hello';
			locale: string | null;
			identity: string | null;
			page: string;
			open: boolean;
			/** The frame covers the page. */
			full: boolean;
	  }
	/** `focus`: the person opened it, and goes on inside. */
	| { type: 'view'; open: boolean; full: boolean; focus: boolean }
	| { type: 'identify'; identity: string | null }
	| { type: 'page'; page: string };

export type ToPage =
	/** The frame's script runs and waits for `hello`. */
	| { type: 'ready' }
	| { type: 'look'; look: Look }
	/** `label` is what the launcher is called now, `said` what a screen reader is told. */
	| { type: 'unread'; count: number; label: string; said: string }
	| { type: 'close' };

/** The message in an event, or null when it is not from the one window at the one origin that we talk to. */
export function received<T extends { type: string }>(
	event: MessageEvent,
	from: Window | null,
	origin: string
): T | null {
	if (!from || !origin || event.source !== from || event.origin !== origin) return null;
	const data = event.data as T | null;
	return data && typeof data === 'object' && typeof data.type === 'string' ? data : null;
}
