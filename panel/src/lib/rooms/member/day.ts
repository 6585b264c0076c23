/** The last moment of a day in the person's zone: what *until that day* means to whoever says it. */
import { speech } from '$lib/text/index.svelte';

/** How far a zone is ahead of UTC at a moment, in milliseconds. */
function ahead(zone: string, at: number): number {
	const parts = new Intl.DateTimeFormat('en-US', {
		timeZone: zone,
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric'
	}).formatToParts(at);
	const get = (type: string) => Number(parts.find((part) => part.type === type)?.value);
	const wall = Date.UTC(
		get('year'),
		get('month') - 1,
		get('day'),
		get('hour'),
		get('minute'),
		get('second')
	);
	return wall - Math.floor(at / 1000) * 1000;
}

export function endOfDay(day: string, zone: string = speech.zone): string {
	const wall = Date.parse(`${day}T23:59:59Z`);
	// Twice, since the first guess may stand on the other side of a change of clocks.
	const guess = wall - ahead(zone, wall);
	return new Date(wall - ahead(zone, guess)).toISOString();
}

/** The day on which a moment is in the person's zone: `2026-11-22`. */
export function dayOf(moment: string, zone: string = speech.zone): string {
	const at = Date.parse(moment);
	return new Date(at + ahead(zone, at)).toISOString().slice(0, 10);
}
