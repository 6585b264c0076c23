/**
 * What can be done here and now, each with its key. Screens register theirs while they are open; keys, the help and the
 * palette read the one list. Single keys count only outside of what is written in, and can be turned off (WCAG 2.1.4).
 */
import type { Icon, Why } from '$lib/kit/types';
import { matches, parseCombo } from './combo';

export interface Command {
	id: string;
	/** In words, as the palette and the help show it. */
	title: string;
	/** Under which heading. */
	group: string;
	keys?: string;
	icon?: Icon;
	/** Other words that people may look for it with. */
	words?: string;
	why?: Why;
	/** A key and no line in the palette: next, previous. */
	quiet?: boolean;
	/** Also while someone writes: only with Ctrl or ⌘. */
	run: () => void;
}

const STORED = 'relevo.single-keys';

class Commands {
	/** Plain: what leaves in the middle of a change is shown what a signal said before it. */
	#sets: readonly (readonly Command[])[] = [];
	#changes = 0;
	#changed = $state(0);
	/** Whether keys without Ctrl or ⌘ do anything. */
	single = $state(true);

	constructor() {
		this.single = typeof localStorage === 'undefined' || localStorage.getItem(STORED) !== 'off';
	}

	setSingle(on: boolean): void {
		this.single = on;
		if (on) localStorage.removeItem(STORED);
		else localStorage.setItem(STORED, 'off');
	}

	/** Until the returned function is called. What is registered later comes first: a dialog before its page. */
	register(commands: readonly Command[]): () => void {
		this.#put([commands, ...this.#sets]);
		return () => this.#put(this.#sets.filter((set) => set !== commands));
	}

	/** Each command once, by its id: the one registered last. */
	get all(): Command[] {
		void this.#changed;
		const seen = new Set<string>();
		return this.#sets.flat().filter(({ id }) => !seen.has(id) && seen.add(id));
	}

	#put(sets: readonly (readonly Command[])[]): void {
		this.#sets = sets;
		this.#changed = this.#changes += 1;
	}

	byKey(event: KeyboardEvent): Command | undefined {
		return this.all.find((c) => c.keys && matches(parseCombo(c.keys), event));
	}

	/** Runs what the key stands for; true when it did. */
	press(event: KeyboardEvent): boolean {
		if (event.defaultPrevented || event.isComposing || event.repeat) return false;
		const command = this.byKey(event);
		if (!command?.keys) return false;
		const plain = !parseCombo(command.keys).mod;
		if (plain && (!this.single || writes(event.target) || covered(event.target))) return false;
		event.preventDefault();
		if (command.why) command.why.ask?.run();
		else command.run();
		return true;
	}
}

/** Whether letters go into it. */
export function writes(target: EventTarget | null): boolean {
	if (!(target instanceof HTMLElement)) return false;
	if (
		target.isContentEditable ||
		target instanceof HTMLTextAreaElement ||
		target instanceof HTMLSelectElement
	)
		return true;
	return (
		target instanceof HTMLInputElement &&
		!['checkbox', 'radio', 'button', 'submit', 'range'].includes(target.type)
	);
}

/** Whether something floats over the page and has the keys for itself. */
function covered(target: EventTarget | null): boolean {
	const over = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';
	return (
		(target instanceof Element && target.closest(over) !== null) ||
		document.querySelector('[aria-modal="true"]') !== null
	);
}

export const commands = new Commands();

/** Registers what the function gives for as long as the component is there, and anew when it changes. */
export function useCommands(give: () => readonly Command[]): void {
	$effect(() => commands.register(give()));
}
