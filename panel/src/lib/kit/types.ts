import type X from '@lucide/svelte/icons/x';

/** Any of the icons: each is imported by itself, so that only those in use are shipped. */
export type Icon = typeof X;

/** Why something cannot be done, and who could change that: shown where the act would have been. */
export interface Why {
	text: string;
	who?: string;
	/** It can be asked for, by pressing what cannot be done: that is then a button like any other to a reader. */
	ask?: {
		/** That this is so, in the reason. */
		hint: string;
		/** Of a button beside the reason, where that stands on the page. */
		label: string;
		run: () => void;
	};
}

/** One thing to choose from a list. */
export interface Option {
	value: string;
	label: string;
	/** A second, quieter line or word. */
	hint?: string;
	icon?: Icon;
	/** A square of this colour before the label: labels, organisations. */
	dot?: string;
	/** Whether a person is there: a round dot before the label; the hint says it in words. */
	presence?: 'online' | 'paused' | 'offline' | 'invisible';
	disabled?: boolean;
	/** Options with the same group stand together under its name. */
	group?: string;
}

/** One line of a menu. */
export type Entry =
	| {
			kind?: 'item';
			label: string;
			icon?: Icon;
			keys?: string;
			danger?: boolean;
			why?: Why;
			href?: string;
			/** Shown with a tick when it is one of several states. */
			checked?: boolean;
			hint?: string;
			run?: () => void;
	  }
	| { kind: 'sub'; label: string; icon?: Icon; hint?: string; entries: Entry[] }
	| { kind: 'label'; label: string }
	| { kind: 'line' };
