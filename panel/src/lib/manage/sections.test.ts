import { expect, test } from 'vitest';
import { sections } from '$lib/paths';
import { lines, sectionOf, sectionsFor } from './sections';

test('every section of the addresses has its line, and only one', () => {
	expect(lines.map((line) => line.name).sort()).toEqual([...sections].sort());
});

test('one sees the sections that one may use, and no empty group', () => {
	const coordinator = new Set(['canned.manage', 'label.manage', 'user.view']);
	const shown = sectionsFor((...any) => any.some((one) => coordinator.has(one)));
	expect(shown.map((one) => [one.group, one.lines.map((line) => line.name)])).toEqual([
		['people', ['members', 'externals']],
		['service', ['canned', 'labels']]
	]);
	expect(sectionsFor(() => false)).toEqual([]);
});

test('an address says its section and how deep one is', () => {
	expect(sectionOf('/o/org_1/manage')).toEqual({ line: undefined, first: false, root: true });
	expect(sectionOf('/o/org_1/manage/members')).toMatchObject({
		line: { name: 'members' },
		first: true,
		root: false
	});
	expect(sectionOf('/o/org_1/manage/members/mem_1').first).toBe(false);
	expect(sectionOf('/o/org_1/manage/elsewhere').line).toBeUndefined();
});
