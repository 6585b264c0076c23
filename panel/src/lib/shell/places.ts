import Gauge from '@lucide/svelte/icons/gauge';
import Inbox from '@lucide/svelte/icons/inbox';
import SlidersHorizontal from '@lucide/svelte/icons/sliders-horizontal';
import Users from '@lucide/svelte/icons/users';
import type { Icon } from '$lib/kit/types';
import { paths } from '$lib/paths';
import type { Place } from './model';

/** Where the rail and the palette lead to, and under which sign. */
export const places: Record<Place, { icon: Icon; href: (org: string) => string }> = {
	tickets: { icon: Inbox, href: (org) => paths.tickets(org) },
	contacts: { icon: Users, href: (org) => paths.contacts(org) },
	monitor: { icon: Gauge, href: (org) => paths.monitor(org) },
	manage: { icon: SlidersHorizontal, href: (org) => paths.manage(org) }
};
