/** The loader in somebody else's page: another site, a strict policy, hostile styles. */
import assert from 'node:assert/strict';
import { after, afterEach, beforeEach, describe, test } from 'node:test';
import { quit, until, World } from './world.js';

/** @type {World} */
let world;
beforeEach(async () => {
	world = await World.begin();
});
afterEach(() => world.end());
after(quit);

/** The accessible name that has the focus, in the page or in the frame. */
async function focused() {
	const [inPage, inFrame] = await Promise.all([
		world.page.evaluate(() => {
			const host = document.activeElement;
			const element = host?.shadowRoot?.activeElement ?? host;
			return `${element?.localName} ${element?.getAttribute('aria-label') ?? ''}`.trim();
		}),
		world.inside().evaluate(() => {
			const element = document.activeElement;
			return `${element?.localName} ${element?.getAttribute('aria-label') ?? ''}`.trim();
		})
	]);
	return inPage.startsWith('iframe') ? inFrame : inPage;
}

test('opens and closes with the mouse, looks right, and leaves no cookie', async () => {
	await world.visit();
	await world.launcher.waitFor();
	const before = await world.launcher.boundingBox();
	// The page's own rules would hide it, turn it and make it faint.
	assert.deepEqual(before, { x: 1280 - 76, y: 900 - 76, width: 56, height: 56 });
	assert.equal(await world.launcher.getAttribute('aria-expanded'), 'false');
	assert.equal(await world.launcher.getAttribute('aria-label'), 'Abrir el chat');
	await world.openChat();
	assert.equal(await world.launcher.getAttribute('aria-label'), 'Cerrar el chat');
	const opacity = await world.page
		.locator('relevo-widget')
		.evaluate((host) => getComputedStyle(host).opacity);
	assert.equal(opacity, '1');
	await world.launcher.click();
	await until(() => world.page.locator('relevo-widget iframe').isHidden());
	assert.deepEqual(await world.context.cookies(), []);
	assert.equal(await world.page.evaluate(() => localStorage.length), 0);
});

test('who only looks leaves no visitor behind', async () => {
	await world.visit();
	await world.openChat();
	await world.box.fill('x');
	assert.equal(world.desk.visitors.size, 0);
	assert.deepEqual(world.desk.requests, ['GET /web']);
});

test('by keyboard alone: open, write, close, and back where one was', async () => {
	await world.visit();
	await world.launcher.waitFor();
	const { keyboard } = world.page;
	await world.page.locator('#link').focus();
	await keyboard.press('Tab');
	assert.equal(await focused(), 'button Abrir el chat');
	await keyboard.press('Enter');
	await until(
		async () => (await focused()) === 'textarea Su mensaje',
		'the composer has the focus'
	);
	await keyboard.type('uno');
	await keyboard.press('Shift+Enter');
	await keyboard.type('dos');
	await keyboard.press('Enter');
	await until(() => world.desk.visitors.size && world.desk.last.messages.length, 'sent');
	assert.equal(world.desk.last.messages[0]?.body, 'uno\ndos');
	assert.equal(await focused(), 'textarea Su mensaje');
	await keyboard.press('Escape');
	await until(async () => (await focused()) === 'button Abrir el chat', 'the focus is back');
	await keyboard.press('Space');
	await until(async () => (await focused()) === 'textarea Su mensaje', 'open again');
	// Everything in the frame can be reached, and the way out leads through it to the launcher.
	/** @type {string[]} */
	const seen = [];
	for (let i = 0; i < 12 && !seen.includes('button Cerrar el chat launcher'); i++) {
		await keyboard.press('Shift+Tab');
		const now = await focused();
		const out = await world.page.evaluate(
			() => document.activeElement?.shadowRoot?.activeElement?.localName
		);
		seen.push(out === 'button' ? `${now} launcher` : now);
	}
	assert.deepEqual(seen, [
		'button Adjuntar archivos',
		'div Conversación',
		'button Cerrar el chat',
		'button Sonido al recibir mensajes',
		'button Cerrar el chat launcher'
	]);
});

test('the page may open it, close it and say where it stands', async () => {
	await world.visit('?position=left&locale=en');
	await world.launcher.waitFor();
	assert.equal((await world.launcher.boundingBox())?.x, 20);
	assert.equal(await world.launcher.getAttribute('aria-label'), 'Open the chat');
	/** @param {string} act */
	const call = (act) =>
		world.page.evaluate((name) => /** @type {any} */ (window).Relevo(name), act);
	await call('open');
	await world.box.waitFor();
	// The browser takes the call for a press: who pressed something of the page goes on in the chat.
	await until(async () => (await focused()) === 'textarea Your message');
	await call('toggle');
	await until(() => world.page.locator('relevo-widget iframe').isHidden());
	assert.equal(await world.inside().evaluate(() => document.documentElement.lang), 'en');
});

describe('people whom the page knows', () => {
	test('named before the script is there', async () => {
		world.host.early = "window.Relevo = { identity: 'firma-1' };";
		await world.visit();
		await until(() => world.desk.visitors.size === 1);
		assert.equal(world.desk.last.identity, 'firma-1');
		assert.equal(world.desk.last.page, `${world.host.origin}/`);
		assert.equal(world.desk.last.locale, 'es-MX');
	});

	test('named by a call that waited for the script', async () => {
		world.host.early =
			"window.Relevo = function () { (Relevo.q = Relevo.q || []).push(arguments); }; Relevo('identify', 'firma-2'); Relevo('open');";
		await world.visit();
		await world.box.waitFor();
		await until(() => world.desk.visitors.size === 1);
		assert.equal(world.desk.last.identity, 'firma-2');
		// Nobody pressed anything: the focus stays where it is.
		assert.equal(await focused(), 'body');
	});

	test('who sign out take their conversation with them', async () => {
		await world.visit();
		await world.openChat();
		await world.write('de Ana');
		await world.frame.getByText('Enviado').waitFor();
		await world.page.evaluate(() => /** @type {any} */ (window).Relevo('identify', 'ana'));
		await until(() => world.desk.last.identity === 'ana');
		assert.deepEqual((await world.bubbles()).slice(1), ['de Ana']);
		await world.page.evaluate(() => /** @type {any} */ (window).Relevo('identify', null));
		await until(async () => (await world.bubbles()).length === 1);
		await world.page.reload();
		await world.openChat();
		assert.equal((await world.bubbles()).length, 1);
	});
});

test('a script that stands twice in the page makes one launcher', async () => {
	await world.visit();
	await world.launcher.waitFor();
	await world.page.evaluate(
		(src) =>
			new Promise((done) => {
				const script = document.createElement('script');
				const policy = /** @type {any} */ (window).trustedTypes.createPolicy('test', {
					createScriptURL: (/** @type {string} */ url) => url
				});
				script.src = policy.createScriptURL(src);
				script.dataset['key'] = 'web';
				script.onload = done;
				document.head.append(script);
			}),
		`${world.desk.origin}/widget.js`
	);
	assert.equal(await world.page.locator('relevo-widget').count(), 1);
});

test('a channel that is not there shows nothing', async () => {
	await world.visit('?key=gone');
	await until(() => world.desk.requests.includes('GET /gone'));
	await world.page.waitForTimeout(200);
	assert.equal(await world.launcher.isVisible(), false);
});

test('a page that the channel does not allow gets nothing', async () => {
	world.desk.frameAncestors = 'https://tienda.example';
	await world.visit();
	await until(() => world.complaints.some((text) => text.includes('frame-ancestors')));
	world.complaints = [];
	assert.equal(await world.launcher.isVisible(), false);
});

describe('messages between windows', () => {
	test('the loader hears its own frame and nobody else', async () => {
		await world.visit();
		await world.launcher.waitFor();
		await world.page.evaluate(() => {
			const look = {
				colour: '#ff0000',
				ink: '#00ff00',
				position: 'left',
				title: 'x',
				open: 'x',
				close: 'x'
			};
			window.postMessage({ type: 'look', look }, '*');
			window.postMessage({ type: 'unread', count: 7, label: 'x', said: 'x' }, '*');
		});
		// One of the frame's own origin that is not the frame.
		await world.page.evaluate(() => {
			const other = document.createElement('iframe');
			const own = document.querySelector('relevo-widget')?.shadowRoot?.querySelector('iframe');
			other.src = `${own?.src.split('/frame/')[0]}/frame/other`;
			other.id = 'other';
			document.body.append(other);
		});
		await until(() => world.page.frames().find((frame) => frame.url().endsWith('/frame/other')));
		const other = world.page.frames().find((frame) => frame.url().endsWith('/frame/other'));
		await other?.evaluate(() =>
			window.parent.postMessage({ type: 'unread', count: 9, label: 'x', said: 'x' }, '*')
		);
		await world.page.waitForTimeout(100);
		assert.equal(await world.launcher.getAttribute('aria-label'), 'Abrir el chat');
		assert.equal((await world.launcher.boundingBox())?.x, 1280 - 76);
		// The control: its own frame is heard.
		await world
			.inside()
			.evaluate(
				(origin) =>
					window.parent.postMessage({ type: 'unread', count: 2, label: 'dos', said: '' }, origin),
				world.host.origin
			);
		await until(async () => (await world.launcher.getAttribute('aria-label')) === 'dos');
	});

	test('the frame hears the page that it stands in and nobody else', async () => {
		await world.visit();
		await world.openChat();
		await world.write('hola');
		await world.frame.getByText('Enviado').waitFor();
		const moved = { type: 'page', page: 'https://mentira.example/' };
		await world.inside().evaluate((message) => window.postMessage(message, '*'), moved);
		await world.page.waitForTimeout(100);
		assert.equal(world.desk.last.page, `${world.host.origin}/`);
		// The control: the page is heard.
		await world.page.evaluate((message) => {
			const frame = document.querySelector('relevo-widget')?.shadowRoot?.querySelector('iframe');
			frame?.contentWindow?.postMessage(message, '*');
		}, moved);
		await until(() => world.desk.last.page === moved.page);
	});

	test('a page that says it is another is told nothing', async () => {
		await world.visit();
		await world.launcher.waitFor();
		const heard = await world.page.evaluate(async () => {
			const own = document.querySelector('relevo-widget')?.shadowRoot?.querySelector('iframe');
			const src = own?.src.split('#')[0] ?? '';
			/** @param {string} origin */
			const listen = async (origin) => {
				const frame = document.createElement('iframe');
				let said = 0;
				addEventListener('message', (event) => {
					if (event.source === frame.contentWindow) said++;
				});
				frame.src = `${src}#${encodeURIComponent(origin)}`;
				document.body.append(frame);
				await new Promise((done) => frame.addEventListener('load', done));
				await new Promise((done) => setTimeout(done, 300));
				return said;
			};
			return [await listen('https://tienda.example'), await listen(location.origin)];
		});
		assert.deepEqual(heard, [0, 1]);
	});
});
