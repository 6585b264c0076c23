import { Live } from './live.svelte';

export type { Happened, Whispered } from './frames';
export type { LineState } from './live.svelte';

function address(): string {
	const url = new URL('/api/v1/me/live', location.href);
	url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
	return url.href;
}

/** The panel's one line. */
export const live = new Live({ socket: () => new WebSocket(address()), random: Math.random });

/** Knows at once when the machine is cut off, and tries at once when it wakes or is online again; until the returned function is called. */
export function watchMachine(): () => void {
	const now = () => {
		if (document.visibilityState === 'visible') live.retryNow();
	};
	const cut = () => live.cut();
	addEventListener('online', now);
	addEventListener('offline', cut);
	document.addEventListener('visibilitychange', now);
	return () => {
		removeEventListener('online', now);
		removeEventListener('offline', cut);
		document.removeEventListener('visibilitychange', now);
	};
}
