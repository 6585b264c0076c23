import { expect, test } from 'vitest';
import { asked, narrowed, saveable, viewAsked, written } from './query';

test('an address says what is asked, and is written the same again', () => {
	const search = new URLSearchParams('sort=priority&state=open,hold&label=lab_1&other=x');
	const read = asked(search);
	expect(read).toEqual({ sort: 'priority', filter: { state: ['open', 'hold'], label: ['lab_1'] } });
	expect(written(read)).toEqual({ sort: 'priority', state: 'open,hold', label: 'lab_1' });
	expect(narrowed(read)).toBe(true);
});

test('tickets are of one person at a time', () => {
	const read = asked(new URLSearchParams('assignee=mem_1,mem_2'));
	expect(read.filter).toEqual({ assignee: ['mem_1'] });
	expect(written(read)).toEqual({ assignee: 'mem_1' });
});

test('what is the default is not said, and what is no order is none', () => {
	const read = asked(new URLSearchParams('sort=sideways&state='));
	expect(read).toEqual({ sort: 'last_activity', filter: {} });
	expect(written(read)).toEqual({});
	expect(narrowed(read)).toBe(false);
});

test('a saved view is asked for by its id, and saved with the view it was made from', () => {
	expect(viewAsked('unassigned')).toEqual({ view: 'unassigned' });
	expect(viewAsked('vie_1')).toEqual({ saved: 'vie_1' });
	expect(saveable('team', { sort: 'newest', filter: { priority: ['high'] } })).toEqual({
		view: 'team',
		priority: ['high']
	});
	expect(saveable('all', { sort: 'newest', filter: { assignee: ['mem_1'] } })).toEqual({
		view: 'all',
		assignee: 'mem_1'
	});
	expect(saveable('vie_1', { sort: 'newest', filter: {} })).toEqual({ view: 'all' });
});
