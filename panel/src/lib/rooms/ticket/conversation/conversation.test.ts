import { beforeAll, expect, test } from 'vitest';
import { speech, type Part } from '$lib/text/index.svelte';
import type { Activity, Message, TimelineItem } from '../model';
import { activityWords } from './activity';
import { linesOf } from './lines';
import { pieces } from './pieces';

beforeAll(() => speech.use(['es-MX'], 'America/Mexico_City'));

const inés = { id: 'mem_1', name: 'Inés Quiroga', first_name: '', last_name: '', external: false };

const said = (seq: number, at: string, more: Partial<Message> = {}): TimelineItem => ({
	type: 'message',
	message: {
		id: `msg_${seq}`,
		seq,
		kind: 'in',
		body: '',
		files: [],
		media: [],
		mentions: [],
		delivery: 'received',
		created_at: at,
		...more
	}
});

const done = (
	kind: string,
	body: Record<string, unknown> = {},
	by: Activity['by'] = inés
): Activity => ({
	id: 'act_1',
	seq: 1,
	at: '2026-11-22T10:00:00Z',
	kind,
	by,
	body,
	names: {
		mem_1: 'Inés Quiroga',
		mem_2: 'Luz Arriaga',
		tea_1: 'Soporte',
		tea_2: 'Refacciones',
		lbl_1: 'Tolva'
	}
});

const text = (parts: Part[]) => parts.map((p) => (typeof p === 'string' ? p : p.text)).join('');
const words = (...args: Parameters<typeof done>) => text(activityWords(done(...args)));

test('days, the new, and whose name need not be said twice', () => {
	const items = [
		said(1, '2026-11-21T10:00:00Z'),
		said(2, '2026-11-22T10:00:00Z', { kind: 'out', author: inés }),
		said(3, '2026-11-22T10:01:00Z', { kind: 'out', author: inés }),
		said(4, '2026-11-22T10:02:00Z'),
		said(5, '2026-11-22T10:20:00Z')
	];
	const lines = linesOf({
		items,
		readSeq: 3,
		dayOf: (at) => at.slice(0, 10),
		pending: [{ id: 'p' }]
	});
	expect(
		lines.map((l) => (l.kind === 'message' ? `${l.key}${l.joined ? '+' : ''}` : l.kind))
	).toEqual(['day', 'msg_1', 'day', 'msg_2', 'msg_3+', 'new', 'msg_4', 'msg_5', 'pending']);
});

test('what was never read has no line where the new begins', () => {
	const items = [said(1, '2026-11-21T10:00:00Z')];
	expect(linesOf({ items, readSeq: 0, dayOf: () => 'd' }).some((l) => l.kind === 'new')).toBe(
		false
	);
});

test('each kind of thing that happens is a sentence', () => {
	expect(words('opened', { by: 'customer', team: 'tea_1' }, null)).toBe(
		'El cliente abrió el ticket en Soporte'
	);
	expect(words('assigned', { to: 'mem_1' })).toBe('Inés Quiroga tomó el ticket');
	expect(words('assigned', { to: 'mem_2' })).toBe('Inés Quiroga asignó el ticket a Luz Arriaga');
	expect(words('assigned', { to: null })).toBe('Inés Quiroga devolvió el ticket a la cola');
	expect(words('assigned', { to: 'mem_2' }, null)).toBe('El ticket se asignó a Luz Arriaga');
	expect(words('transferred', { from: 'tea_1', team: 'tea_2', to: null })).toBe(
		'Inés Quiroga transfirió el ticket de Soporte a Refacciones'
	);
	expect(words('labelled', { added: ['lbl_1'], removed: [] })).toBe('Inés Quiroga añadió Tolva');
	expect(words('edited', { what: ['priority'], priority: { to: 'high' } })).toBe(
		'Inés Quiroga cambió la prioridad a alta'
	);
	expect(words('edited', { what: ['subject', 'fields'] })).toBe(
		'Inés Quiroga cambió el asunto y los campos'
	);
	expect(words('closed', { resolution: null })).toBe('Inés Quiroga cerró el ticket');
	expect(words('merged_away', { number: 12 })).toBe('Inés Quiroga combinó este ticket con el #12');
	expect(words('something new')).toBe('Inés Quiroga hizo un cambio en el ticket');
});

test('who is out of sight is somebody', () => {
	const other = { ...inés, id: null, name: '', code: 'another_member' };
	expect(words('closed', {}, other)).toBe('Otra persona cerró el ticket');
	expect(words('assigned', { to: 'mem_9' })).toBe('Inés Quiroga asignó el ticket a Otra persona');
});

test('every kind has words of its own, by a person and by nobody', () => {
	const kinds =
		'opened assigned transferred held released snoozed woke closed reopened edited labelled origin_set merged merged_away';
	for (const kind of kinds.split(' '))
		for (const by of [inés, null])
			expect(words(kind, {}, by)).not.toMatch(/hizo un cambio|\{|undefined/);
});

test('addresses can be followed, names are marked, nothing else is touched', () => {
	expect(pieces('Ver https://lerma.mx/a?b=1. Gracias')).toEqual([
		{ text: 'Ver ' },
		{ text: 'https://lerma.mx/a?b=1', href: 'https://lerma.mx/a?b=1' },
		{ text: '.' },
		{ text: ' Gracias' }
	]);
	expect(pieces('a rosa@lerma.mx')).toContainEqual({
		text: 'rosa@lerma.mx',
		href: 'mailto:rosa@lerma.mx'
	});
	expect(pieces('javascript:alert(1) <b>x</b>')).toEqual([
		{ text: 'javascript:alert(1) <b>x</b>' }
	]);
	expect(pieces('Va @Luz Arriaga y @Luz', ['Luz', 'Luz Arriaga']).filter((p) => p.mention)).toEqual(
		[
			{ text: '@Luz Arriaga', mention: true },
			{ text: '@Luz', mention: true }
		]
	);
});
