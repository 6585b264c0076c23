/** Until when people put things aside, from where they stand. Pure. */
export interface Choice {
	key: 'hour' | 'hours' | 'tomorrow' | 'monday' | 'week';
	until: Date;
}

const HOUR = 3_600_000;
const MORNING = 9;

function morning(now: Date, days: number): Date {
	const day = new Date(now);
	day.setDate(day.getDate() + days);
	day.setHours(MORNING, 0, 0, 0);
	return day;
}

export function snoozes(now: Date): Choice[] {
	const toMonday = (8 - now.getDay()) % 7 || 7;
	const choices: Choice[] = [
		{ key: 'hour', until: new Date(now.getTime() + HOUR) },
		{ key: 'hours', until: new Date(now.getTime() + 3 * HOUR) },
		{ key: 'tomorrow', until: morning(now, 1) }
	];
	// On a Sunday, Monday is tomorrow.
	if (toMonday > 1) choices.push({ key: 'monday', until: morning(now, toMonday) });
	choices.push({ key: 'week', until: morning(now, 7) });
	return choices;
}
