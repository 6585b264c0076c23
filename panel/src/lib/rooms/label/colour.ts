import type { Key } from '$lib/text/index.svelte';

/** The colours that labels have by name; each reads on a light and on a dark ground. */
export const labelColours = {
	grey: '#7f8883',
	red: '#d0463b',
	orange: '#d2711f',
	yellow: '#b58a0c',
	green: '#3f9a55',
	teal: '#1f9488',
	blue: '#4a7fd0',
	purple: '#8b66d1'
} as const;

export type LabelColour = keyof typeof labelColours;

export const colourNames = Object.keys(labelColours) as LabelColour[];

/** A colour that we do not know yet is grey, as it is when none was chosen. */
export function labelColour(name: string | null | undefined): string {
	return labelColours[name as LabelColour] ?? labelColours.grey;
}

export const colourKey = (name: LabelColour): Key => `labels.colour.${name}`;
