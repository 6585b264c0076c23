import { beforeAll, expect, test } from 'vitest';
import { speech } from '$lib/text/index.svelte';
import { doubt, strange } from './document';

beforeAll(() => speech.use(['es-MX']));

// Published examples and the checks of each country; the second is one digit off.
const known: [country: string, right: string, wrong: string][] = [
	['MX', 'GODE561231GR8', 'GODE561331GR8'],
	['MX', 'BOXW310820HNERXN09', 'BOXW310820HNERXN08'],
	['BR', '390.533.447-05', '390.533.447-06'],
	['BR', '16.727.230/0001-97', '16.727.230/0001-98'],
	['CO', '213.123.432-1', '213.123.432-2'],
	['CL', '12.531.909-2', '12.531.909-3'],
	['AR', '20-26756539-3', '20-26756539-4'],
	['ES', '54362315K', '54362315Z'],
	['ES', 'J99216582', 'J99216583'],
	['PE', '20512333797', '20512333798'],
	['PT', '123456789', '123456788'],
	['PL', '8567346215', '8567346216'],
	['IT', 'RCCMNL83S18D969H', 'RCCMNL83S18D969I']
];

test.each(known)('%s: %s is one, %s is not', async (country, right, wrong) => {
	expect(await strange(right, country)).toBeUndefined();
	expect(await strange(wrong, country)).not.toHaveLength(0);
	expect(await strange(wrong, country)).toBeDefined();
});

test('where cards carry no check digit, a number of that length may be one', async () => {
	expect(await strange('52.413.908', 'CO')).toBeUndefined();
	expect(await strange('52413908', 'PE')).toBeUndefined();
	expect(await strange('12', 'CO')).toBeDefined();
});

test('nobody doubts what nobody knows, nor what is not there', async () => {
	expect(await strange('anything', 'NZ')).toBeUndefined();
	expect(await strange('anything', '')).toBeUndefined();
	expect(await strange('  ', 'MX')).toBeUndefined();
});

test('it is said by the names that the documents have there', async () => {
	expect(await doubt('ABC', 'MX')).toMatch(/RFC.+CURP/);
	expect(await doubt('GODE561231GR8', 'MX')).toBeUndefined();
});
