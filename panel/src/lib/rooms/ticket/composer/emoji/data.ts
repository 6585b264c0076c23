/** The emoji with their names in one language: a file of our own, fetched when the picker is first opened. */
import de from 'emojibase-data/de/compact.json?url';
import en from 'emojibase-data/en/compact.json?url';
import es from 'emojibase-data/es/compact.json?url';
import fr from 'emojibase-data/fr/compact.json?url';
import it from 'emojibase-data/it/compact.json?url';
import pl from 'emojibase-data/pl/compact.json?url';
import pt from 'emojibase-data/pt/compact.json?url';
import type { Language } from '$lib/text/index.svelte';

const files: Record<Language, string> = { de, en, es, fr, it, pl, 'pt-BR': pt };

export const groups = [
	'faces',
	'people',
	'nature',
	'food',
	'travel',
	'activities',
	'objects',
	'symbols',
	'flags'
] as const;
export type Group = (typeof groups)[number];
/** By the number that the data has for them; two is pieces of emoji. */
const numbered: (Group | undefined)[] = ['faces', 'people', undefined, ...groups.slice(2)];

export interface Emoji {
	sign: string;
	name: string;
	words: readonly string[];
	group: Group;
	/** The same in one skin tone, from light to dark. */
	tones?: readonly string[];
}

/** As it stands in the file. */
interface Entry {
	unicode: string;
	label: string;
	group?: number;
	order?: number;
	tags?: string[];
	skins?: { unicode: string }[];
}

const MODIFIERS = ['\u{1F3FB}', '\u{1F3FC}', '\u{1F3FD}', '\u{1F3FE}', '\u{1F3FF}'];

/** Where several people stand together, those in which all have the same tone. */
function tonesOf(skins: Entry['skins']): string[] | undefined {
	const found = MODIFIERS.map((tone) =>
		skins?.find(({ unicode }) =>
			MODIFIERS.every((other) => unicode.includes(other) === (other === tone))
		)
	);
	const signs = found.flatMap((one) => one?.unicode ?? []);
	return signs.length === MODIFIERS.length ? signs : undefined;
}

export function read(entries: readonly Entry[]): Emoji[] {
	return [...entries]
		.sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
		.flatMap(({ unicode, label, group, tags = [], skins }) => {
			const of = group === undefined ? undefined : numbered[group];
			return of
				? [{ sign: unicode, name: label, words: tags, group: of, tones: tonesOf(skins) }]
				: [];
		});
}

const kept = new Map<Language, Promise<Emoji[]>>();

export function emojiIn(language: Language): Promise<Emoji[]> {
	const before = kept.get(language);
	if (before) return before;
	const asked = fetch(files[language]).then(async (answer) => {
		if (!answer.ok) throw new Error(`emoji: ${answer.status}`);
		return read((await answer.json()) as Entry[]);
	});
	kept.set(language, asked);
	// What could not be had is asked for again the next time.
	asked.catch(() => kept.delete(language));
	return asked;
}
