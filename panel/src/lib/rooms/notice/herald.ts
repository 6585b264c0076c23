/**
 * Tells a person beside the bell, as they chose: the machine's own notice while they look elsewhere, and a soft sound. Of
 * several open panels one does it.
 */
import { goto } from '$app/navigation';
import { session } from '$lib/me/session.svelte';
import type { Notice } from './notices.svelte';
import { chime } from './chime';
import { placeOf, told } from './words';

const SAID = 'relevo.notices.said';

/** So long a panel that nobody looks at lets the one that somebody looks at go first. */
const MANNERS = 400;

/** Whether the machine would show notices of ours; `none` where the browser has none. */
export function permission(): NotificationPermission | 'none' {
	return 'Notification' in window ? Notification.permission : 'none';
}

/** Tells of the latest of some, once for all that came together. */
export async function herald(fresh: readonly Notice[], open: (one: Notice) => void): Promise<void> {
	const [one] = fresh;
	const ways = one && waysOf(one);
	if (!one || !ways || !(ways.desktop || ways.sound)) return;
	const looking = document.hasFocus();
	if (!looking) await new Promise((done) => setTimeout(done, MANNERS));
	await alone(() => {
		const before = localStorage.getItem(SAID) ?? '';
		if (before >= one.at) return;
		localStorage.setItem(SAID, one.at);
		if (ways.sound) chime();
		if (ways.desktop && !looking) show(one, open);
	});
}

/** As the person chose; what is seldom and concerns the work as such is always told. */
function waysOf({ kind }: Notice): { desktop: boolean; sound: boolean } | undefined {
	const chosen = session.me?.account.notifications;
	if (kind.startsWith('permission_')) return chosen?.permissions;
	if (kind !== 'assigned' && kind !== 'mentioned' && kind !== 'replied')
		return { desktop: true, sound: true };
	return chosen?.[kind];
}

/** One panel at a time, where the browser can see to it. */
async function alone(run: () => void): Promise<void> {
	// Only where the address is a secure one is there anything to hold.
	const locks = navigator.locks as LockManager | undefined;
	if (locks) await locks.request(SAID, run);
	else run();
}

function show(one: Notice, open: (one: Notice) => void): void {
	if (permission() !== 'granted') return;
	const options = {
		body: one.organisation.name,
		tag: one.id,
		icon: '/icon-192.png',
		silent: true,
		data: { path: placeOf(one) }
	};
	try {
		const shown = new Notification(told(one), options);
		shown.onclick = () => {
			window.focus();
			shown.close();
			open(one);
			void goto(placeOf(one));
		};
	} catch {
		// On Android only a service worker may: it opens the place when the notice is pressed.
		void navigator.serviceWorker
			?.getRegistration()
			.then((worker) => worker?.showNotification(told(one), options));
	}
}
