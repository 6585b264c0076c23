/** What the frame around every screen needs to know; screens make it from what the API says of us. */

export const presences = ['online', 'paused', 'offline', 'invisible'] as const;
export type Presence = (typeof presences)[number];

export interface ShellOrganisation {
	id: string;
	name: string;
	/** We serve there from outside. */
	external: boolean;
	/** Tickets of ours with something unread. */
	unread: number;
}

export interface ShellPerson {
	id: string;
	name: string;
	email: string;
	photo?: string | null;
	presence: Presence;
	/** Open tickets in front of us, and up to how many more come. */
	open?: number;
	quota?: number | null;
}

export type Place = 'tickets' | 'contacts' | 'monitor' | 'manage';
