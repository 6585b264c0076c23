import { describe, expect, test } from 'vitest';
import { Problem } from '$lib/api/problem';
import { changes, clashes, conflictIn, draftOf, settled } from './profile';

const rosa = { name: 'Rosa', phone: '+523312044417', email: null, company: 'El Mezquite' };

test('only what was changed is said, and what was emptied is taken away', () => {
	const draft = { ...draftOf(rosa), name: ' Rosa Elena ', phone: '', email: '' };
	expect(changes(draft, rosa)).toEqual({ name: 'Rosa Elena', phone: null });
	expect(changes(draftOf(rosa), rosa)).toEqual({});
});

const refusal = (changed: string[], current = {}) =>
	new Problem(409, {
		code: 'version_conflict',
		detail: {
			version: 7,
			current: { ...rosa, ...current },
			changed: changed.map((field) => ({ field }))
		}
	});

describe('when somebody else saved first', () => {
	test('what they changed is read out of the refusal', () => {
		expect(conflictIn(refusal(['phone', 'unheard']))).toMatchObject({
			version: 7,
			theirs: ['phone']
		});
		expect(conflictIn(new Problem(409, { code: 'name_taken' }))).toBeUndefined();
		expect(conflictIn(new Error('x'))).toBeUndefined();
	});

	test('only a field that both changed differently must be chosen', () => {
		const conflict = conflictIn(refusal(['phone', 'name'], { phone: '+521', name: 'Rosa Elena' }));
		if (!conflict) throw new Error('no conflict');
		expect(clashes({ phone: '+522', company: null }, conflict)).toEqual(['phone']);
		expect(clashes({ name: 'Rosa Elena' }, conflict)).toEqual([]);
	});

	test('theirs stays unless mine is chosen; what only I changed goes on', () => {
		const conflict = conflictIn(refusal(['phone'], { phone: '+521' }));
		if (!conflict) throw new Error('no conflict');
		const mine = { phone: '+522', company: null };
		expect(settled(mine, conflict, {})).toEqual({ company: null });
		expect(settled(mine, conflict, { phone: 'theirs' })).toEqual({ company: null });
		expect(settled(mine, conflict, { phone: 'mine' })).toEqual({ phone: '+522', company: null });
	});

	test('what they said as I would have is not said again', () => {
		const conflict = conflictIn(refusal(['phone'], { phone: '+521' }));
		if (!conflict) throw new Error('no conflict');
		expect(settled({ phone: '+521' }, conflict, { phone: 'mine' })).toEqual({});
	});
});
