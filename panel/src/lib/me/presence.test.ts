import { expect, test } from 'vitest';
import { ending } from './presence.svelte';

const at = (minutes: number) => new Date(minutes * 60_000).toISOString();
const one = (id: string, ends: number | null) => ({
	id,
	ends_at: ends === null ? null : at(ends),
	notice_at: ends === null ? null : at(ends - 30)
});

test('one is asked in the last half hour, and no longer when it is over', () => {
	const all = [one('late', 730), one('soon', 720), one('never', null)];
	const asked = (minutes: number) => ending(all, minutes * 60_000).map(({ id }) => id);
	expect(asked(689)).toEqual([]);
	expect(asked(690)).toEqual(['soon']);
	expect(asked(705)).toEqual(['soon', 'late']);
	expect(asked(725)).toEqual(['late']);
	expect(asked(730)).toEqual([]);
});
