import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Company } from './company.svelte';

let company: Company;
beforeEach(() => {
	vi.useFakeTimers();
	company = new Company();
});
afterEach(() => {
	company.clear();
	vi.useRealTimers();
});

const luz = { ticket: 'tkt_1', member: 'mem_1', name: 'Luz' };
const ines = { ticket: 'tkt_1', member: 'mem_2', name: 'Inés' };

test('who looks, who writes, who left', () => {
	company.hear({ kind: 'viewing', body: luz });
	company.hear({ kind: 'typing', body: { ...ines, note: true } });
	expect(company.at('tkt_1')).toEqual([
		{ member: 'mem_2', name: 'Inés', typing: 'note' },
		{ member: 'mem_1', name: 'Luz' }
	]);
	expect(company.at('tkt_2')).toEqual([]);
	company.hear({ kind: 'left', body: luz });
	expect(company.at('tkt_1').map((c) => c.name)).toEqual(['Inés']);
});

test('typing ends by itself, later when it goes on, at once when it has come', () => {
	company.hear({ kind: 'typing', body: luz });
	vi.advanceTimersByTime(5000);
	company.hear({ kind: 'typing', body: luz });
	vi.advanceTimersByTime(5000);
	expect(company.at('tkt_1')[0]?.typing).toBe('reply');
	vi.advanceTimersByTime(1000);
	expect(company.at('tkt_1')).toEqual([{ member: 'mem_1', name: 'Luz' }]);
	company.hear({ kind: 'typing', body: { ticket: 'tkt_1', member: null, note: false } });
	expect(company.customerTypes('tkt_1')).toBe(true);
	expect(company.at('tkt_1').length).toBe(1);
	company.wrote('tkt_1');
	expect(company.customerTypes('tkt_1')).toBe(false);
});
