import { expect, test } from 'vitest';
import { asTree, bodyOf, draftOf, parentsFor } from './draft';

const team = (id: string, parent?: string) => ({
	id,
	name: id,
	description: '',
	hidden: false,
	parent
});
const teams = [team('field', 'service'), team('sales'), team('service'), team('north', 'field')];

test('a team stands neither under itself nor under what is under it', () => {
	expect(parentsFor(teams, 'service').map((one) => one.id)).toEqual(['sales']);
	expect(parentsFor(teams, 'north').map((one) => one.id)).toEqual(['field', 'sales', 'service']);
	expect(parentsFor(teams)).toHaveLength(4);
});

test('children follow their parents, and one whose parent is not known stands alone', () => {
	expect(
		asTree([...teams, team('alone', 'hidden')]).map((one) => [one.team.id, one.depth])
	).toEqual([
		['sales', 0],
		['service', 0],
		['field', 1],
		['north', 2],
		['alone', 0]
	]);
});

test('no parent is said as none, so that one can be taken off', () => {
	expect(bodyOf({ ...draftOf(), name: ' Ventas ' })).toEqual({
		name: 'Ventas',
		description: '',
		hidden: false,
		parent: null,
		mode: 'manual'
	});
});
