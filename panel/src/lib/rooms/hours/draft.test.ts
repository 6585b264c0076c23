import { expect, test } from 'vitest';
import type { Hours } from './calls';
import { addDays, adds, bodyOf, draftOf, isPast, specialOf, toggled, unfilled } from './draft';

const hours = {
	name: 'Oficina',
	time_zone: 'America/Lima',
	week: [
		[{ from: '22:00', until: '30:00' }],
		[{ from: '00:00', until: '24:00' }],
		[],
		[],
		[],
		[],
		[]
	],
	pauses: [{ name: 'Comida', days: [1, 2], from: '13:00', until: '14:00', message: [] }],
	special_days: [
		{
			name: 'Navidad',
			from: '2026-12-25T00:00',
			until: '2026-12-26T00:00',
			yearly: true,
			message: []
		},
		{
			name: 'Tarde',
			from: '2026-12-24T14:00',
			until: '2026-12-25T00:00',
			yearly: false,
			message: []
		}
	],
	answers: true,
	derives: false,
	message: [{ locale: 'es', text: 'Hola' }],
	organisation: true,
	teams: ['tea_1'],
	channels: []
} as unknown as Hours;

function must<T>(value: T | undefined): T {
	if (value === undefined) throw new Error('it is not there');
	return value;
}

test('what is not touched is sent as it came', () => {
	const body = bodyOf(draftOf(hours));
	for (const key of ['week', 'pauses', 'special_days', 'message', 'teams', 'organisation'] as const)
		expect(body[key]).toEqual(hours[key]);
});

test('past midnight is the next day, and so is midnight', () => {
	const { week } = draftOf(hours);
	expect(week[0]).toEqual([{ from: '22:00', until: '06:00', next: true }]);
	expect(week[1]).toEqual([{ from: '00:00', until: '00:00', next: true }]);
});

test('whole days are shown with their last one', () => {
	const [christmas, afternoon] = draftOf(hours).special;
	expect(christmas).toMatchObject({ whole: true, from: '2026-12-25', until: '2026-12-25' });
	expect(afternoon).toMatchObject({ whole: false, until: '2026-12-25T00:00' });
	const timed = toggled(must(christmas), false);
	expect(timed).toMatchObject({ from: '2026-12-25T00:00', until: '2026-12-26T00:00' });
	expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
});

test('what is there already is not added again', () => {
	const day = (name: string) => ({
		name,
		from: '2026-12-25T00:00',
		until: '2026-12-26T00:00',
		yearly: true
	});
	const found = [day('Navidad'), day('Otra')];
	expect(adds(draftOf(hours).special, found).map((one) => one.name)).toEqual(['Otra']);
	expect(specialOf(must(found[0])).whole).toBe(true);
});

test('what is over, and what comes again', () => {
	const [christmas, afternoon] = draftOf(hours).special;
	expect(isPast(must(christmas), '2030-01-01')).toBe(false);
	expect(isPast(must(afternoon), '2026-12-26')).toBe(true);
	expect(isPast(must(afternoon), '2026-12-25')).toBe(false);
});

test('half typed times are told where they stand', () => {
	const draft = draftOf(hours);
	must(must(draft.week[0])[0]).until = '';
	must(draft.special[0]).from = '';
	expect(unfilled(draft)).toEqual(['week[0][0].until', 'special_days[0].from']);
});
