import { contrast } from '$lib/style/contrast';

/** The widget's own rule for what stands on the organisation's colour: white where it can be read, else black. */
export function inkOn(colour: string): '#ffffff' | '#000000' {
	return contrast('#ffffff', colour) >= 4.5 ? '#ffffff' : '#000000';
}

/** What is not a colour yet is shown as the house's. */
export function shown(colour: string): string {
	return /^#[0-9a-f]{6}$/i.test(colour.trim()) ? colour.trim().toLowerCase() : '#0e6b5c';
}
