import { expect, test } from 'vitest';
import type { Organisation } from './calls';
import { change, draftOf, unreadable } from './draft';

const before = draftOf({
	id: 'org_1',
	name: 'Tractores Lerma',
	locale: 'es',
	time_zone: 'America/Mexico_City',
	country: 'MX',
	settings: {
		reopen_hours: 72,
		undo_seconds: 5,
		quota: 8,
		connected_hours: null,
		link_previews: true
	},
	created_at: '2026-11-25T00:00:00Z'
} as Organisation);

test('only what changed is said', () => {
	expect(change(before, before)).toEqual({});
	expect(change({ ...before, name: 'Lerma', reopen: ' 24 ' }, before)).toEqual({
		name: 'Lerma',
		settings: { reopen_hours: 24 }
	});
	expect(change({ ...before, links: false }, before)).toEqual({
		settings: { link_previews: false }
	});
	expect(change({ ...before, quota: '', connected: '10' }, before)).toEqual({
		settings: { quota: null, connected_hours: 10 }
	});
	expect(change({ ...before, close: '60', closing: 'res_1', goodbye: 'Adiós' }, before)).toEqual({
		settings: {
			idle_close_minutes: 60,
			idle_close_resolution: 'res_1',
			idle_close_text: 'Adiós'
		}
	});
	expect(change({ ...before, outside: ['name'] }, before)).toEqual({
		settings: { external_contact_fields: ['name'] }
	});
	expect(change({ ...before, zone: 'America/Bogota', country: 'CO' }, before)).toEqual({
		time_zone: 'America/Bogota',
		country: 'CO'
	});
});

test('what is no whole number is told before it is sent', () => {
	expect(unreadable(before)).toEqual([]);
	expect(unreadable({ ...before, reopen: '', undo: '1,5' })).toEqual(['reopen', 'undo']);
	expect(unreadable({ ...before, undo: '-3' })).toEqual(['undo']);
	expect(unreadable({ ...before, quota: 'diez', connected: ' ' })).toEqual(['quota']);
});
