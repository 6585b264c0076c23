/** What axe finds in every state, light and dark, wide and on a phone; and what a phone asks for besides. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { fields } from './fields.js';
import { field } from './picture.js';
import { quit, until, World } from './world.js';

after(quit);

/** @param {World} world */
async function everything(world) {
	const { desk, frame } = world;
	await world.write('Hola 👍 https://lerma.example');
	await frame.getByText('Enviado').waitFor();
	const [first] = desk.last.messages;
	desk.say('Vea', {
		reply_to: first?.id ?? null,
		files: [
			desk.file('placa.png', 'image/png', field, { has_preview: true, width: 480, height: 320 }),
			desk.file('manual.pdf', 'application/pdf', Buffer.alloc(2000))
		]
	});
	desk.rule('POST /messages', { status: 422, body: { title: 'No se aceptó.' } });
	await world.write('rechazado');
	await frame.getByText('No se envió.').waitFor();
	desk.rule('POST /messages', { status: 503 }, 50);
	await world.write('en espera');
	await frame.locator('.pill').waitFor();
	await frame
		.locator('input[type=file]')
		.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: field });
	desk.push({ type: 'typing', name: 'Inés Quiroga' });
	await frame.getByText('está escribiendo').waitFor();
	await frame.locator('.picture img').waitFor();
}

/** @type {Record<string, (world: World) => Promise<unknown>>} */
const states = {
	form: async (world) => {
		await world.frame.getByRole('button', { name: 'Comenzar' }).click();
		await world.frame.getByText('Complete este dato.').first().waitFor();
	},
	talk: everything,
	picture: async (world) => {
		await everything(world);
		await world.frame.getByRole('button', { name: 'Ampliar placa.png' }).click();
		await world.frame.getByRole('dialog').getByRole('img').waitFor();
	},
	closed: async (world) => {
		await world.write('Hola');
		await world.frame.getByText('Enviado').waitFor();
		world.desk.ticket({ state: 'closed', assignee: null });
		await world.frame.getByText('Esta conversación se cerró.').waitFor();
	}
};

const screens = /** @type {const} */ ([
	['light', 1280],
	['dark', 1280],
	['light', 390],
	['dark', 390]
]);

for (const [colorScheme, width] of screens)
	describe(`${colorScheme}, ${width} px`, () => {
		for (const [state, reach] of Object.entries(states))
			test(state, async () => {
				// A light yellow and a mid grey are where contrast is lost.
				const colour = state === 'closed' ? '#f2c14e' : state === 'form' ? '#8a8a8a' : '#0e6b5c';
				const world = await World.begin(
					{ colour, pre_chat: state === 'form' ? fields : [] },
					{ colorScheme, viewport: { width, height: 844 } }
				);
				await world.visit();
				await world.launcher.waitFor();
				assert.deepEqual(await world.flaws(), []);
				await world.openChat();
				await reach(world);
				assert.deepEqual(await world.flaws(), []);
				await world.end();
			});
	});

test('axe would see it: a control', async () => {
	const world = await World.begin();
	await world.visit();
	await world.openChat();
	await world.inside().evaluate(() => {
		document.querySelector('.send')?.removeAttribute('aria-label');
		document.querySelector('.send')?.removeAttribute('title');
		document.documentElement.style.setProperty('--ink', '#cccccc');
	});
	const found = (await world.flaws()).map((flaw) => flaw.split(':')[0]).sort();
	assert.deepEqual(found, ['button-name', 'color-contrast']);
	await world.end();
});

test('the organisation fixes the theme against the device', async () => {
	const world = await World.begin({ theme: 'dark' }, { colorScheme: 'light' });
	await world.visit();
	await world.openChat();
	const theme = () => world.inside().evaluate(() => document.documentElement.dataset['theme']);
	assert.equal(await theme(), 'dark');
	world.desk.config.theme = 'auto';
	await world.page.reload();
	await world.openChat();
	assert.equal(await theme(), 'light');
	await world.page.emulateMedia({ colorScheme: 'dark' });
	await until(async () => (await theme()) === 'dark');
	await world.end();
});

describe('on a phone', () => {
	const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

	test('it covers the page, which stands still behind it, and closes from within', async () => {
		const world = await World.begin({}, phone);
		await world.visit();
		await world.launcher.tap();
		await world.box.waitFor();
		// It rises into its place; what counts is where it comes to rest.
		await until(async () => {
			const rising = await world.page.locator('relevo-widget iframe').boundingBox();
			return rising?.width === 390 && rising.y === 0;
		});
		const box = await world.page.locator('relevo-widget iframe').boundingBox();
		assert.deepEqual(box, { x: 0, y: 0, width: 390, height: 844 });
		assert.equal(await world.launcher.isVisible(), false);
		assert.equal(
			await world.page.evaluate(() => getComputedStyle(document.documentElement).overflow),
			'hidden'
		);
		// The keyboard is not thrown open at once, and nothing is so small that writing zooms in.
		assert.equal(await world.inside().evaluate(() => document.activeElement?.localName), 'h1');
		assert.equal(await world.box.evaluate((area) => getComputedStyle(area).fontSize), '16px');
		await world.frame.getByRole('button', { name: 'Cerrar el chat' }).tap();
		await until(() => world.launcher.isVisible());
		assert.equal(
			await world.page.evaluate(() => getComputedStyle(document.documentElement).overflow),
			'visible'
		);
		await world.end();
	});

	test('every target is large enough for a finger', async () => {
		const world = await World.begin({}, phone);
		await world.visit();
		await world.openChat();
		const small = await world.inside().evaluate(() =>
			[...document.querySelectorAll('button, textarea')]
				.map((element) => [element.getAttribute('aria-label'), element.getBoundingClientRect()])
				.filter(
					([, box]) =>
						/** @type {DOMRect} */ (box).height < 44 || /** @type {DOMRect} */ (box).width < 44
				)
				.map(([name]) => name)
		);
		assert.deepEqual(small, []);
		await world.end();
	});

	test('the focus goes round within, since there is nothing else to see', async () => {
		const world = await World.begin({}, { viewport: phone.viewport });
		await world.visit();
		await world.openChat();
		await until(() => world.box.evaluate((area) => area === document.activeElement));
		await world.box.fill('x');
		const seen = [];
		for (let i = 0; i < 7; i++) {
			await world.page.keyboard.press('Tab');
			seen.push(
				await world.inside().evaluate(() => document.activeElement?.getAttribute('aria-label'))
			);
		}
		assert.deepEqual(seen, [
			'Enviar',
			'Sonido al recibir mensajes',
			'Cerrar el chat',
			'Conversación',
			'Adjuntar archivos',
			'Su mensaje',
			'Enviar'
		]);
		await world.end();
	});
});

test('who wants no motion gets none', async () => {
	const world = await World.begin({}, { reducedMotion: 'reduce' });
	await world.visit();
	await world.openChat();
	await world.write('Hola');
	await world.frame.getByText('Enviado').waitFor();
	world.desk.push({ type: 'typing', name: 'Inés' });
	await world.frame.locator('.typing').waitFor();
	const moving = await world
		.inside()
		.evaluate(
			() =>
				document
					.getAnimations()
					.filter((one) => Number(one.effect?.getComputedTiming().endTime) > 10).length
		);
	assert.equal(moving, 0);
	await world.end();
});

test('at twice the size nothing is cut off', async () => {
	const world = await World.begin({ pre_chat: fields }, { viewport: { width: 640, height: 450 } });
	await world.visit();
	await world.openChat();
	await world
		.inside()
		.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
	const wide = await world.inside().evaluate(() => {
		const log = document.querySelector('.log');
		return [
			document.documentElement.scrollWidth - innerWidth,
			(log?.scrollWidth ?? 0) - (log?.clientWidth ?? 0)
		];
	});
	assert.deepEqual(wide, [0, 0]);
	await world.frame.getByRole('button', { name: 'Comenzar' }).click();
	await world.frame.getByText('Complete este dato.').first().waitFor();
	await world.end();
});
