import { expect, test } from 'vitest';
import { first, merged, open, taken } from './choice';

const kept = { name: 'Rosa', phone: '+5233', email: null, company: 'El Mezquite' };
const gone = { name: 'Rosa M.', phone: '+5233', email: 'rosa@ejemplo.mx', company: null };

test('there is something to choose only where the other has something else', () => {
	expect(open(kept, gone)).toEqual(['name', 'email']);
	expect(open(kept, kept)).toEqual([]);
});

test('what is there stays, what lacks comes from the other, and a person has the last word', () => {
	const choice = first(kept, gone);
	expect(choice).toEqual({ name: 'kept', email: 'gone' });
	expect(taken(choice)).toEqual(['email']);
	expect(merged(kept, gone, { ...choice, name: 'gone' })).toMatchObject({
		name: 'Rosa M.',
		phone: '+5233',
		email: 'rosa@ejemplo.mx',
		company: 'El Mezquite'
	});
});
