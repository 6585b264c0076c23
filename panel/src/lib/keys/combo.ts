/**
 * Keys as we write them: `j`, `Shift+T`, `Mod+Enter`, `Mod+K`, `?`. `Mod` is ⌘ on a Mac and Ctrl elsewhere. Alt is never
 * used: with it people type letters.
 */
export interface Combo {
	mod: boolean;
	shift: boolean;
	key: string;
}

export const mac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

export function parseCombo(text: string): Combo {
	const parts = text.split('+');
	const key = parts.pop() || '+';
	if (parts.some((p) => p !== 'Mod' && p !== 'Shift')) throw new Error(`not a key: ${text}`);
	return {
		mod: parts.includes('Mod'),
		shift: parts.includes('Shift'),
		key: key.length === 1 ? key.toLowerCase() : key
	};
}

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

export function matches(combo: Combo, event: Pressed, onMac = mac): boolean {
	if (event.altKey) return false;
	const mod = onMac ? event.metaKey : event.ctrlKey;
	const other = onMac ? event.ctrlKey : event.metaKey;
	if (mod !== combo.mod || other) return false;
	const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
	if (key !== combo.key) return false;
	// A sign such as ? needs Shift on some keyboards and not on others: there the sign itself decides.
	const letter = combo.key.length > 1 || /\p{L}/u.test(combo.key);
	return letter ? event.shiftKey === combo.shift : true;
}

const signs: Record<string, string> = {
	Enter: '↵',
	Escape: 'Esc',
	ArrowUp: '↑',
	ArrowDown: '↓',
	ArrowLeft: '←',
	ArrowRight: '→',
	Backspace: '⌫',
	Tab: '⇥'
};

/** What is printed on a key cap. */
export function comboLabel(text: string, onMac = mac): string {
	const combo = parseCombo(text);
	const key = signs[combo.key] ?? (combo.key.length === 1 ? combo.key.toUpperCase() : combo.key);
	return `${combo.mod ? (onMac ? '⌘' : 'Ctrl ') : ''}${combo.shift ? '⇧' : ''}${key}`;
}

/** The same for `aria-keyshortcuts`. */
export function comboAria(text: string, onMac = mac): string {
	const combo = parseCombo(text);
	return [combo.mod ? (onMac ? 'Meta' : 'Control') : '', combo.shift ? 'Shift' : '', combo.key]
		.filter(Boolean)
		.join('+');
}
