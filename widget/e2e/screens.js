/** Pictures of every state at 1440 and 390 px, light and dark, to be looked at: `npm run build && npm run screens`. */
import { mkdirSync } from 'node:fs';
import { fields } from './fields.js';
import { field } from './picture.js';
import { quit, until, World } from './world.js';

const out = new URL('../screens/', import.meta.url).pathname;
mkdirSync(out, { recursive: true });

const minutes = (/** @type {number} */ n) => new Date(Date.now() - n * 60_000).toISOString();

/** A conversation in the middle of its life. @param {World} world */
async function converse(world) {
	const { desk } = world;
	await world.write('Buenos días. La cosechadora se quedó parada otra vez, no sube la tolva.');
	await until(() => desk.visitors.size === 1 && desk.last.messages.length === 1);
	const [first] = desk.last.messages;
	if (first) first.created_at = minutes(60 * 26);
	desk.say('Buenos días, Rosa. Soy Inés, especialista en cosechadoras.', {
		created_at: minutes(60 * 26 - 3),
		silent: true
	});
	desk.say(
		'¿Me dice el número de serie que viene en la placa junto al estribo? Aquí se ve dónde está: https://tractoreslerma.mx/placa',
		{
			created_at: minutes(60 * 26 - 4),
			silent: true,
			files: [
				desk.file('placa-serie.png', 'image/png', field, {
					has_preview: true,
					width: 480,
					height: 320
				})
			]
		}
	);
	desk.say('Le dejo el manual.', {
		created_at: minutes(34),
		silent: true,
		reply_to: first?.id ?? null,
		files: [desk.file('manual-tolva-S670.pdf', 'application/pdf', Buffer.alloc(2_412_000))]
	});
	desk.last.ticket = { state: 'open', assignee: { name: 'Inés Quiroga' } };
	desk.last.readSeq = desk.seq;
	await world.page.reload();
	await world.openChat();
	await world.write('Gracias. Es 1H0S670SVB0745133 👍');
	await world.frame.getByText('1H0S670').waitFor();
	await world.frame
		.locator('input[type=file]')
		.setInputFiles({ name: 'tolva.png', mimeType: 'image/png', buffer: field });
	await world.write('La tolva sigue trabada, le mando foto de cómo quedó.');
	await until(() => desk.last.messages.length === 6);
	desk.push({ type: 'typing', name: 'Inés Quiroga' });
	await world.page.waitForTimeout(500);
}

/** @param {string} name @param {Partial<import('../src/chat/types').Config>} config @param {(world: World) => Promise<void>} act */
async function shoot(name, config, act, only = '') {
	for (const width of [1440, 390])
		for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
			if (only && only !== `${width}-${colorScheme}`) continue;
			const world = await World.begin(config, {
				viewport: { width, height: width === 390 ? 844 : 900 },
				colorScheme,
				deviceScaleFactor: width === 390 ? 2 : 1,
				...(width === 390 && { hasTouch: true, isMobile: true })
			});
			await world.page.goto(`${world.desk.origin}/try/web`);
			await act(world);
			await world.page.waitForTimeout(350);
			await world.page.screenshot({ path: `${out}${name}-${width}-${colorScheme}.png` });
			await world.context.close();
			await world.host.stop();
			await world.desk.stop();
		}
}

const wanted = process.argv[2] ?? '';
/** @param {string} name @param {Partial<import('../src/chat/types').Config>} config @param {(world: World) => Promise<void>} act */
const screen = (name, config, act) =>
	name.includes(wanted) ? shoot(name, config, act) : undefined;

await screen('try', {}, async (world) => {
	await world.launcher.waitFor();
});
await screen('form', { pre_chat: fields }, async (world) => {
	await world.openChat();
	await world.frame.getByLabel('Correo').fill('rosa@');
	await world.frame.getByRole('button', { name: 'Comenzar' }).click();
});
await screen('talk', {}, async (world) => {
	await world.openChat();
	await converse(world);
});
await screen('empty', {}, async (world) => {
	await world.openChat();
});
await screen('offline', {}, async (world) => {
	await world.openChat();
	await converse(world);
	world.desk.rule('POST /messages', { status: 422, body: { title: 'El mensaje no se aceptó.' } });
	await world.write('Esto lo rechaza el servidor');
	await world.frame.getByText('No se envió').waitFor();
	world.desk.down = true;
	world.desk.cut();
	await world.write('¿Cuándo pueden venir?');
	await world.frame.locator('.pill').waitFor();
	await world.frame.locator('input[type=file]').setInputFiles([
		{ name: 'tolva-lateral.png', mimeType: 'image/png', buffer: field },
		{ name: 'factura-2214.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(88_000) }
	]);
	await world.box.fill('Le mando también\nla factura del sensor');
});
await screen('closed', { colour: '#f2b705' }, async (world) => {
	await world.openChat();
	await converse(world);
	world.desk.ticket({ state: 'closed', assignee: null });
	world.desk.say('Listo, Rosa. El técnico va mañana a las 8.');
	await world.page.waitForTimeout(300);
});
await screen('unread', { colour: '#3c4f8a' }, async (world) => {
	await world.openChat();
	await converse(world);
	await world.frame.getByRole('button', { name: 'Cerrar el chat' }).click();
	world.desk.say('El técnico va mañana.');
	world.desk.say('¿A qué hora le queda bien?');
	await world.page.waitForTimeout(400);
});
await screen('light', {}, async (world) => {
	await world.openChat();
	await converse(world);
	await world.frame.getByRole('button', { name: 'Ampliar tolva.png' }).click();
});
await quit();
