import { received, type ToFrame, type ToPage } from '../protocol';

/** The page that we stand in. Alone in a window, there is none, and the conversation has the window for itself. */
export interface Parent {
	alone: boolean;
	tell(message: ToPage): void;
	listen(heard: (message: ToFrame) => void): void;
}

/**
 * The loader writes its origin behind the `#`. A page could write any; but what we tell goes only to a parent that really
 * is of that origin, we hear only that parent, and the browser asks our `frame-ancestors` who may be the parent at all.
 */
export function openParent(window: Window): Parent {
	const parent = window.parent;
	if (parent === window) return { alone: true, tell: () => undefined, listen: () => undefined };
	const origin = decodeURIComponent(window.location.hash.slice(1));
	const claimed = URL.canParse(origin) ? new URL(origin).origin : '';
	const real = window.location.ancestorOrigins?.[0];
	const to = real && real !== claimed ? '' : claimed;
	return {
		alone: false,
		tell(message) {
			if (to) parent.postMessage(message, to);
		},
		listen(heard) {
			window.addEventListener('message', (event) => {
				const message = received<ToFrame>(event, parent, to);
				if (message) heard(message);
			});
		}
	};
}
