import { beforeEach, expect, test } from 'vitest';
import { blank, type State } from '../chat/state';
import type { Message } from '../chat/types';
import { speak } from '../text';
import { rowsOf, type Bubble } from './rows';

beforeEach(() => speak('es'));

const now = new Date(2026, 10, 22, 12, 0).getTime();
let seq = 0;

function message(kind: 'in' | 'out', minutesAgo: number, more: Partial<Message> = {}): Message {
	return {
		id: `m${++seq}`,
		seq,
		kind,
		body: `${kind} ${minutesAgo}`,
		files: [],
		author: kind === 'out' ? { name: 'Inés' } : null,
		created_at: new Date(now - minutesAgo * 60_000).toISOString(),
		delivery: 'received',
		...more
	};
}

function rows(state: Partial<State>) {
	const config = { organisation: { name: 'Lerma' }, greeting: null } as State['config'];
	return rowsOf({ ...blank, config, ...state }, 'Usted', 'Escríbanos.', now);
}

const bubbles = (state: Partial<State>) =>
	rows(state).filter((row): row is Bubble => row.kind === 'bubble');

test('days part the messages', () => {
	const messages = [message('in', 60 * 24 * 2), message('out', 60 * 24), message('out', 3)];
	const days = rows({ messages }).flatMap((row) => (row.kind === 'day' ? row.text : []));
	expect(days).toEqual(['Viernes, 20 de noviembre', 'Ayer', 'Hoy']);
});

test('neighbours of one author stand together', () => {
	const messages = [
		message('out', 30),
		message('out', 29),
		message('out', 20),
		message('out', 19, { author: { name: 'Luz' } }),
		message('in', 18),
		message('in', 17)
	];
	const ends = bubbles({ messages }).map(({ first, last }) => [first, last]);
	expect(ends).toEqual([
		[true, false],
		[false, true],
		[true, true],
		[true, true],
		[true, false],
		[false, true]
	]);
});

test('the line before what is new parts neighbours', () => {
	const messages = [message('out', 3), message('out', 2)];
	const made = rows({ messages, newFrom: messages[1]?.id ?? null });
	expect(made.map(({ kind }) => kind)).toEqual(['day', 'bubble', 'new', 'bubble']);
	expect(bubbles({ messages, newFrom: messages[1]?.id ?? null })[1]?.first).toBe(true);
});

test('where there is nothing yet, somebody says so', () => {
	const config = { organisation: { name: 'Lerma' }, greeting: '' } as State['config'];
	expect(bubbles({ config }).map(({ body }) => body)).toEqual(['Escríbanos.']);
	expect(bubbles({ config, messages: [message('in', 3)] })).toHaveLength(1);
	const own = { organisation: { name: 'Lerma' }, greeting: 'Buenos días.' } as State['config'];
	expect(bubbles({ config: own }).map(({ body }) => body)).toEqual(['Buenos días.']);
});

test('who speaks', () => {
	const config = { organisation: { name: 'Lerma' }, greeting: 'Buenos días.' } as State['config'];
	const messages = [message('in', 3), message('out', 2, { author: null }), message('out', 1)];
	expect(bubbles({ config, messages }).map(({ author }) => author)).toEqual([
		'Lerma',
		'Usted',
		'Lerma',
		'Inés'
	]);
});

test('what became of one’s own', () => {
	const messages = [message('in', 9), message('in', 8), message('in', 7, { delivery: 'read' })];
	const readSeq = messages[0]?.seq ?? 0;
	const pending = [
		{ key: 'k', body: 'x', files: [], at: now, since: null, state: 'failed' as const }
	];
	expect(bubbles({ messages, readSeq, pending }).map(({ fate }) => fate)).toEqual([
		'read',
		'sent',
		'read',
		'failed'
	]);
	expect(bubbles({ messages: [message('out', 1)] })[0]?.fate).toBe('none');
});

test('an answer shows what it answers', () => {
	const asked = message('in', 9, { body: '¿Cuánto?' });
	const answer = message('out', 8, { reply_to: asked.id });
	const lost = message('out', 7, { reply_to: 'gone' });
	expect(bubbles({ messages: [asked, answer, lost] }).map(({ quote }) => quote)).toEqual([
		null,
		'¿Cuánto?',
		null
	]);
});
