/**
 * From an empty folder to a first answered message, as whoever installed Relevo does it, in the browser of a customer too. Every click
 * and every field of theirs is counted by the browser itself; what the customer does is not.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accessible } from '../lib/axe.mjs';
import { launch, open, quiet } from '../lib/browser.mjs';
import { button, password, served } from '../lib/desk.mjs';

const MOST = 12;
/** Not signed in yet: what the panel asks before it shows the door. */
const asked = [/status of 401/];

let server, home, browser;

before(async () => {
	({ server, home } = await served());
	browser = await launch();
});
after(async () => {
	await browser?.close();
	await server?.stop();
});

/** What is done in a window, as the browser saw it: each press of the pointer, each field that was written in, each key that acts. */
async function counting(context) {
	const acts = [];
	await context.exposeBinding('acted', (_, what) => acts.push(what));
	await context.addInitScript(() => {
		const written = new WeakSet();
		const named = (element) => element.getAttribute?.('aria-label') ?? element.labels?.[0]?.innerText ?? element.innerText?.split('\n')[0] ?? '';
		addEventListener('pointerdown', (e) => window.acted(`presses ${named(e.target.closest('a, button, input, textarea') ?? e.target)}`), true);
		addEventListener('keydown', (e) => ['Enter', ' '].includes(e.key) && window.acted(`hits ${e.key} in ${named(e.target)}`), true);
		addEventListener(
			'input',
			(e) => {
				if (written.has(e.target)) return;
				written.add(e.target);
				window.acted(`writes ${named(e.target)}`);
			},
			true
		);
	});
	return acts;
}

test('an empty folder answers its first customer', async () => {
	const luz = await open(browser);
	luz.setDefaultTimeout(20_000);
	const acts = await counting(luz.context());
	await luz.goto(await server.setupLink());

	await luz.getByLabel('Nombre de la organización').fill('Tractores Lerma');
	await luz.getByLabel('Nombre', { exact: true }).fill('Luz');
	await luz.getByLabel('Apellido').fill('Arriaga');
	await luz.getByLabel('Correo').fill('luz@lerma.mx');
	await luz.getByLabel('Contraseña nueva', { exact: true }).fill(password);
	await button(luz, 'Crear organización').click();

	// The page to try it on opens beside, where somebody is a customer now.
	const [customer] = await Promise.all([luz.waitForEvent('popup'), luz.getByRole('link', { name: 'Probar el chat' }).click()]);
	const mine = acts.length;
	const chat = customer.frameLocator('relevo-widget iframe');
	await customer.locator('relevo-widget button').click();
	const box = chat.getByRole('textbox', { name: 'Su mensaje' });
	await box.fill('¿Tienen filtros para la 5090?');
	await box.press('Enter');
	await chat.getByText('Enviado').waitFor();
	acts.length = mine;

	// And the message is what one sees first.
	await button(luz, 'Entrar al panel').click();
	await luz.getByText('¿Tienen filtros para la 5090?').first().click();
	await luz.getByRole('textbox', { name: /^Respuesta a/ }).fill('Sí, y se lo apartamos.');
	await button(luz, 'Enviar').click();
	await chat.locator('main').getByText('Sí, y se lo apartamos.', { exact: true }).waitFor();

	process.stdout.write(`# ${acts.length} clicks and fields:\n#   ${acts.join('\n#   ')}\n`);
	assert.ok(acts.length <= MOST, `${acts.length} clicks and fields, at most ${MOST}:\n${acts.join('\n')}`);

	// What was not asked for was taken from the browser, and is right.
	const me = await (await luz.request.get(`${home}/api/v1/me`)).json();
	const { locale, time_zone, country } = me.memberships[0].organisation;
	assert.deepEqual({ locale, time_zone, country }, { locale: 'es', time_zone: 'America/Mexico_City', country: 'MX' });
	await accessible(luz, 'the first answered ticket');
	quiet(luz, asked);
});
