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

/** Tries at once when the machine wakes or is online again; until the returned function is called. */
export function watchMachine(): () => void {
	const now = () => {
		if (document.visibilityState === 'visible') live.retryNow();
	};
	addEventListener('online', now);
	document.addEventListener('visibilitychange', now);
	return () => {
		removeEventListener('online', now);
		document.removeEventListener('visibilitychange', now);
	};
}
