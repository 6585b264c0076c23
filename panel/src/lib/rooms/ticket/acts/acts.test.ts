import { beforeAll, expect, test } from 'vitest';
import { speech } from '$lib/text/index.svelte';
import type { Ticket } from '../model';
import { asking } from '$lib/rooms/permission-request/asking.svelte';
import { allowed, may } from './may.svelte';
import { snoozes } from './snoozes';

beforeAll(() => speech.use(['es']));

type Can = Ticket['can'][string];
const ticket = (can: Record<string, Can>) => ({ id: 'tkt_1', can }) as unknown as Ticket;
const denied = (more: object): Can =>
	({ denied: { permission: 'ticket.close', given_by: ['user.edit'], ...more } }) as Can;

test('what is allowed is there; what none of my roles gives is not', () => {
	expect(may('org_1', ticket({ 'ticket.close': true }), 'ticket.close')).toEqual({ show: true });
	expect(
		may('org_1', ticket({ 'ticket.close': denied({ reason: 'never' }) }), 'ticket.close')
	).toEqual({
		show: false
	});
	expect(may('org_1', ticket({ 'ticket.close': false }), 'ticket.close').show).toBe(false);
	expect(may('org_1', ticket({}), 'ticket.close').show).toBe(false);
});

test('what I might expect is there with the reason and who could give it', () => {
	const optional = denied({ reason: 'never', optional_in: ['operator'] });
	expect(may('org_1', ticket({ 'ticket.close': optional }), 'ticket.close')).toEqual({
		show: true,
		why: { text: 'Necesitas «Cerrar tickets».', who: 'Puede dártelo la administración de .' }
	});
	const elsewhere = denied({ reason: 'elsewhere', held: [] });
	expect(may('org_1', ticket({ 'ticket.close': elsewhere }), 'ticket.close').why?.text).toBe(
		'Tienes Cerrar tickets, pero no en este ticket.'
	);
	const capped = denied({ reason: 'capped', by: 'host_teams', given_by: [] });
	expect(may('org_1', ticket({ 'ticket.close': capped }), 'ticket.close').why).toEqual({
		text: 'Tienes Cerrar tickets solo en los equipos que te invitaron.',
		who: undefined
	});
	expect(allowed(ticket({ 'ticket.close': elsewhere }), 'ticket.close')).toBe(false);
});

test('what a switch would give can be asked for, and nothing else', () => {
	const scope = { in: 'channel', id: 'chn_1' };
	const optional = { reason: 'never', optional_in: ['operator'] };
	const why = (more: object) =>
		may('org_1', ticket({ 'ticket.close': denied(more) }), 'ticket.close').why;
	expect(why(optional)?.ask).toBeUndefined();
	const asked = why({ ...optional, switch: scope });
	asked?.ask?.run();
	expect(asking.open).toBe(true);
	expect(asking.wish).toMatchObject({
		org: 'org_1',
		permission: 'ticket.close',
		scope,
		ticket: 'tkt_1',
		why: { text: 'Necesitas «Cerrar tickets».' }
	});
	asking.clear();
	expect(why({ reason: 'capped', by: 'external', given_by: [] })?.who).toBe('Nadie puede dártelo.');
});

test('every reason that the server knows has its sentence', () => {
	const caps = ['external', 'host_policy', 'host_teams', 'narrowing', 'token', 'view_as'];
	const reasons = [
		...caps.map((by) => ({ reason: 'capped', by })),
		{ reason: 'expired' },
		{ reason: 'elsewhere' },
		{ reason: 'duties' }
	];
	for (const reason of reasons)
		expect(
			may('o', ticket({ 'ticket.close': denied(reason) }), 'ticket.close').why?.text
		).toBeTruthy();
});

test('put aside until a sensible time, the same day never twice', () => {
	const friday = snoozes(new Date('2026-11-20T15:00:00'));
	expect(friday.map((s) => [s.key, s.until.getDay(), s.until.getHours()])).toEqual([
		['hour', 5, 16],
		['hours', 5, 18],
		['tomorrow', 6, 9],
		['monday', 1, 9],
		['week', 5, 9]
	]);
	expect(snoozes(new Date('2026-11-22T15:00:00')).map((s) => s.key)).not.toContain('monday');
	expect(snoozes(new Date('2026-11-23T15:00:00'))[3]?.until.getDate()).toBe(30);
});
