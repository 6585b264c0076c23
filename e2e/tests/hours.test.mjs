/** Hours of attention, in a real browser: a calendar is written with what is wrong beside its field, holidays are imported, and a customer is told. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accessibleInBoth as accessible } from '../lib/axe.mjs';
import { button, desk, dialog, ending, heading, until } from '../lib/desk.mjs';
import { visitor } from '../lib/visitor.mjs';

/** A form that is refused: the browser writes it down too. */
const asked = [/status of 4(04|22)/];

let it, key;

before(async () => {
	it = await desk();
	const [chat] = (await it.luz('GET', 'channels')).items;
	key = (await it.luz('GET', `channels/${chat.id}`)).managed.address;
});
after(() => it?.stop());

const done = ending(asked);
const day = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');

test('a calendar is written, what overlaps is said beside it, and a day is copied to others', async () => {
	const page = await it.at('manage/hours');
	await page.getByText('Aún no hay horarios').waitFor();
	await button(page, 'Crear horario').first().click();
	const form = dialog(page, 'Crear horario');
	await form.getByLabel('Nombre').fill('Mostrador');
	await button(form, 'Crear horario').click();
	await heading(page, 'Mostrador').waitFor();

	await page.getByLabel('Lunes, tramo 1: Hasta').fill('08:00');
	await button(page, 'Guardar cambios').click();
	await page.getByText('Termina antes de empezar.').waitFor();
	await page.getByLabel('Lunes, tramo 1: Hasta').fill('14:00');
	await button(page, 'Añadir tramo: Lunes').click();
	await page.getByLabel('Lunes, tramo 2: Desde').fill('13:00');
	await page.getByLabel('Lunes, tramo 2: Hasta').fill('19:00');
	await button(page, 'Guardar cambios').click();
	await page.getByText('Se encima con otro tramo del mismo día.').waitFor();
	await accessible(page, 'a calendar refused');
	await page.getByLabel('Lunes, tramo 2: Desde').fill('16:00');
	await button(page, 'Copiar a otros días: Lunes').click();
	await page.getByRole('menuitem', { name: 'De lunes a viernes' }).click();
	await page.getByRole('switch', { name: 'Toda la organización' }).click();
	await button(page, 'Escribir un mensaje').click();
	await page.getByLabel('Mensaje al cliente').fill('Abrimos ');
	await button(page, 'Insertar variable').click();
	await page.getByRole('menuitem', { name: /Próxima apertura/ }).click();
	await button(page, 'Guardar cambios').click();
	await page.getByText('Se guardó «Mostrador»').waitFor();
	const [saved] = (await it.luz('GET', 'hours')).items;
	assert.deepEqual(saved.week[4], [
		{ from: '09:00', until: '14:00' },
		{ from: '16:00', until: '19:00' }
	]);
	assert.deepEqual([saved.week[5], saved.organisation], [[], true]);
	assert.deepEqual(saved.message, [{ locale: 'es', text: 'Abrimos {{next_opening}}' }]);
	await done(page, 'a calendar');
});

test('holidays are seen before they are added; who writes then is told, and has their ticket shared out once it is over', async () => {
	const page = await it.at('manage/hours');
	await page.getByRole('link', { name: 'Mostrador' }).click();
	await button(page, 'Importar feriados').click();
	const form = dialog(page, 'Importar feriados');
	const event = (lines) => `BEGIN:VEVENT\n${lines.join('\n')}\nEND:VEVENT\n`;
	const text = [
		event(['SUMMARY:Puente', `DTSTART;VALUE=DATE:${day(-1)}`, `DTEND;VALUE=DATE:${day(4)}`]),
		event(['SUMMARY:Navidad', 'DTSTART;VALUE=DATE:20201225', 'RRULE:FREQ=YEARLY']),
		event(['SUMMARY:Pascua', 'DTSTART;VALUE=DATE:20200412', 'RRULE:FREQ=YEARLY;BYEASTER=0'])
	].join('');
	const file = { name: 'feriados.ics', mimeType: 'text/calendar', buffer: Buffer.from(`BEGIN:VCALENDAR\n${text}END:VCALENDAR\n`) };
	await form.getByLabel('Archivo iCalendar').setInputFiles(file);
	await form.getByText('1 evento no se entiende y queda fuera.').waitFor();
	await form.getByText('Puente').waitFor();
	await accessible(page, 'a preview of holidays');
	await button(form, 'Añadir 2 días').click();
	await button(page, 'Guardar cambios').click();
	await page.getByText('Se guardó «Mostrador»').waitFor();
	await page.getByText(/^Cerrado, abre /).first().waitFor();
	await page.getByText('· Puente').waitFor();
	await page.getByRole('tab', { name: 'Mes' }).click();
	await page.getByRole('cell', { name: /Puente/ }).first().waitFor();

	const says = visitor(it.server.url);
	const { token } = await says('POST', `${key}/visitors`, null, { page: 'https://lerma.mx', locale: 'es' });
	await says('POST', 'messages', token, { body: '¿Hay alguien?', details: { name: 'Ana', email: 'ana@cliente.mx' } });
	await says('POST', 'messages', token, { body: '¿Hola?' });
	const { messages } = await says('GET', 'conversation', token);
	const told = messages.filter((message) => message.kind === 'out');
	assert.equal(told.length, 1);
	assert.match(told[0].body, /^Abrimos .+ a las 9:00$/);

	const hers = await it.at(it.tryPage, null);
	await hers.locator('iframe').first().waitFor({ state: 'attached' });
	const frame = hers.frameLocator('iframe').first();
	await hers.getByRole('button', { name: 'Abrir el chat' }).click();
	await frame.getByText(/^Cerrado\. Abrimos /).waitFor();
	await hers.context().close();

	const [ticket] = (await it.luz('GET', 'tickets?view=all')).items;
	await button(page, 'Eliminar').click();
	await button(dialog(page, 'Eliminar «Mostrador»'), 'Eliminar').click();
	await page.getByText('Se eliminó «Mostrador»').waitFor();
	await until(async () => {
		const { items } = await it.luz('GET', `tickets/${ticket.id}/timeline`);
		return items.some((item) => JSON.stringify(item).includes('attention_opened'));
	});
	await page.goto(`${it.home}/o/${it.org}/tickets/all/${ticket.id}`);
	await page.getByText('Abrió la atención y el ticket ya se ve en su cola').waitFor();
	await page.goto(`${it.home}/o/${it.org}/manage/teams/${(await it.teams())[0].id}`);
	await page.getByText('Sin horario: se atiende siempre.').waitFor();
	await done(page, 'a team without hours');
});
