import { describe, expect, test } from 'vitest';
import {
	addresses,
	botLink,
	free,
	preChat,
	telegram,
	telegramForm,
	webChat,
	webForm,
	whatsApp,
	whatsAppForm,
	type Channel,
	type Question
} from './settings';

const channel = (settings: unknown): Channel =>
	({
		id: 'chn_1',
		kind: 'webchat',
		name: 'Chat',
		team: 'tea_1',
		state: 'active',
		managed: { address: 'a', settings, created_at: '2026-11-25T00:00:00Z' }
	}) as Channel;

const ask = (more: Partial<Question>): Question => ({
	key: 0,
	ask: 'text',
	label: '',
	choices: '',
	required: false,
	...more
});

test('what the form shows is what is saved again', () => {
	const settings = {
		greeting: 'Buenas tardes',
		colour: '#8a4b2a',
		position: 'left',
		theme: 'dark',
		locale: 'es',
		pre_chat: [
			{ name: 'name', label: 'Su nombre', kind: 'text', required: true },
			{ name: 'serie', label: 'Número de serie', kind: 'text', required: false },
			{ name: 'aviso', label: 'Otro correo', kind: 'email', required: false },
			{ name: 'equipo', label: 'Equipo', kind: 'choice', choices: ['Tractor'], required: false }
		],
		allowed_origins: ['https://www.lerma.mx', 'https://tienda.lerma.mx'],
		identity_required: true,
		answers_by_mail: false,
		mail_after_seconds: 60
	};
	expect(webChat(webForm(channel(settings)))).toEqual(settings);
});

test('of a number only what was typed anew of its keys is sent', () => {
	const settings = { phone_number_id: '1065', account_id: '1022', number: '+52 33' };
	const form = whatsAppForm(channel(settings));
	expect(whatsApp(form)).toMatchObject({ settings, credentials: {} });
	expect(whatsApp({ ...form, token: ' EAAG ' }).credentials).toEqual({ access_token: 'EAAG' });
});

test('of a bot its token is sent when it was typed anew, and where it is found is known once it was asked', () => {
	const form = telegramForm(channel({}));
	expect(telegram(form)).toEqual({ name: 'Chat', team: 'tea_1', credentials: {} });
	expect(telegram({ ...form, token: ' 1:A ' }).credentials).toEqual({ bot_token: '1:A' });
	expect(botLink(channel({ username: '' }))).toBe('');
	expect(botLink(channel({ username: 'lerma_bot' }))).toBe('https://t.me/lerma_bot');
});

test('what was never chosen is as the server has it', () => {
	expect(webChat(webForm(channel({})))).toMatchObject({
		colour: '#0e6b5c',
		position: 'right',
		theme: 'auto',
		locale: null,
		allowed_origins: [],
		answers_by_mail: true
	});
});

describe('a question', () => {
	test('goes by the first words of its label', () => {
		expect(preChat([ask({ label: ' ¿Número de serie? ' })])[0]).toMatchObject({
			name: 'numero_de_serie',
			label: '¿Número de serie?'
		});
	});

	test('does not take the name of another, nor one of the contact', () => {
		const names = preChat([
			ask({ label: 'Equipo' }),
			ask({ label: 'equipo' }),
			ask({ label: 'Email' }),
			ask({ label: '¿?' })
		]).map((q) => q.name);
		expect(names).toEqual(['equipo', 'equipo_2', 'question_email', 'question']);
	});

	test('keeps the name that its answers go by when it is reworded', () => {
		expect(preChat([ask({ name: 'serie', label: 'Serie del equipo' })])[0]?.name).toBe('serie');
	});

	test('that was the customer’s name and is another now is not their name any more', () => {
		expect(preChat([ask({ name: 'name', label: 'Equipo', kind: 'text' })])[0]?.name).toBe('equipo');
		expect(preChat([ask({ name: 'email', label: 'Equipo', kind: 'email' })])[0]?.kind).toBe('text');
	});

	test('about the contact is asked once', () => {
		const name = ask({ ask: 'name' });
		expect(free([name])).toEqual(['email', 'phone', 'text', 'choice']);
		expect(free([name], name)).toContain('name');
	});
});

test('the snippet carries the desk’s address and the channel’s key', () => {
	const { snippet, tryIt, messages } = addresses('https://desk.lerma.mx', 'k_1');
	expect(snippet).toBe(
		'<script async src="https://desk.lerma.mx/widget.js" data-key="k_1"></' + 'script>'
	);
	expect(tryIt).toBe('https://desk.lerma.mx/try/k_1');
	expect(messages).toBe('https://desk.lerma.mx/api/v1/channels/k_1/messages');
});
