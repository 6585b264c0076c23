import { beforeEach, describe, expect, test, vi } from 'vitest';
import { filled, flaws } from './details';
import { FakeDesk, page, settle } from './fake';
import { memoryStore } from './store';
import type { Field } from './types';

const fields: Field[] = [
	{ name: 'name', label: 'Nombre', kind: 'text', required: true },
	{ name: 'email', label: 'Correo', kind: 'email', required: true },
	{ name: 'phone', label: 'Teléfono', kind: 'phone', required: false },
	{ name: 'topic', label: 'Motivo', kind: 'choice', choices: ['Venta', 'Taller'], required: false }
];
const rosa = { name: 'Rosa', email: 'rosa@elmezquite.mx' };

let desk: FakeDesk;
beforeEach(() => {
	vi.useFakeTimers();
	desk = new FakeDesk();
	desk.config.pre_chat = fields;
	return () => vi.useRealTimers();
});

const posted = () => desk.requests.filter(({ path }) => path === '/messages');

describe('the form', () => {
	test('is asked once, and its answers go with the first message only', async () => {
		const here = page(desk);
		await here.start();
		expect(here.chat.state.form?.fields).toEqual(fields);
		here.chat.answer(rosa);
		expect(here.chat.state.form).toBeNull();
		await here.chat.send({ body: 'uno', files: [] });
		await here.chat.send({ body: 'dos', files: [] });
		await settle();
		expect(posted().map(({ body }) => (body as { details?: object }).details)).toEqual([
			rosa,
			undefined
		]);
	});

	test('answers outlive the page until they are sent', async () => {
		const store = memoryStore();
		const before = page(desk, { store });
		await before.start();
		before.chat.answer(rosa);
		const after = page(desk, { store });
		await after.start();
		expect(after.chat.state.form).toBeNull();
		await after.chat.send({ body: 'uno', files: [] });
		await settle();
		expect(posted()[0]?.body).toMatchObject({ details: rosa });
		expect(store.get('details')).toBeNull();
	});

	test('is not shown to who has a conversation, nor before that is known', async () => {
		const store = memoryStore();
		const before = page(desk, { store });
		await before.start();
		before.chat.answer(rosa);
		await before.chat.send({ body: 'uno', files: [] });
		await settle();
		const after = page(desk, { store });
		after.chat.subscribe(() => expect(after.chat.state.form).toBeNull());
		await after.start();
		expect(after.screen).toEqual(['uno']);
	});

	test('asks those whom the organisation knows only what it does not know', async () => {
		const here = page(desk);
		await here.start({ identity: 'firma' });
		expect(here.chat.state.form?.fields.map(({ name }) => name)).toEqual(['topic']);
	});

	test('comes back with an answer that the server refuses, and the message goes with the better one', async () => {
		const here = page(desk);
		await here.start();
		here.chat.answer(rosa);
		desk.rule('POST /messages', {
			status: 422,
			body: { code: 'email_invalid', title: 'El correo no existe.', field: 'details.email' }
		});
		await here.chat.send({ body: 'uno', files: [] });
		await settle();
		expect(here.chat.state.form).toMatchObject({
			values: rosa,
			refused: { name: 'email', title: 'El correo no existe.' }
		});
		const better = { ...rosa, email: 'rosa@mezquite.mx' };
		here.chat.answer(better);
		await settle();
		expect(here.chat.state.form).toBeNull();
		expect(here.screen).toEqual(['uno']);
		const [first, second] = posted();
		expect(second?.body).toMatchObject({ details: better });
		expect(second?.key).not.toBe(first?.key);
	});
});

test('what is plainly wrong is said before it is sent', () => {
	expect(flaws(fields, {})).toEqual({ name: 'required', email: 'required' });
	expect(flaws(fields, { name: ' ', email: 'rosa@', phone: 'llame' })).toEqual({
		name: 'required',
		email: 'email',
		phone: 'phone'
	});
	expect(flaws(fields, { ...rosa, phone: '+52 (33) 1204-4417' })).toEqual({});
});

test('what was left empty is not sent', () => {
	expect(filled(fields, { ...rosa, phone: '  ', other: 'x' })).toEqual(rosa);
});
