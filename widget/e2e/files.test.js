/** Attachments: in by every door, out as pictures and as cards. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, beforeEach, test } from 'node:test';
import { field } from './picture.js';
import { quit, until, World } from './world.js';

/** @type {World} */
let world;
beforeEach(async () => {
	world = await World.begin({ max_file_size: 1024 * 1024 });
	await world.visit();
	await world.openChat();
});
afterEach(() => world.end());
after(quit);

const picker = () => world.frame.locator('input[type=file]');
const photo = (name = 'tolva.png') => ({ name, mimeType: 'image/png', buffer: field });

/** Hands files over as a paste or a drop does. @param {'paste' | 'drop'} way @param {string} name */
function hand(way, name) {
	return world.inside().evaluate(
		([kind, file]) => {
			const data = new DataTransfer();
			data.items.add(new File(['contenido'], file ?? '', { type: 'text/plain' }));
			const init = { bubbles: true, cancelable: true };
			const area = document.querySelector('textarea');
			if (kind === 'paste')
				area?.dispatchEvent(new ClipboardEvent('paste', { ...init, clipboardData: data }));
			else {
				document.body.dispatchEvent(new DragEvent('dragover', { ...init, dataTransfer: data }));
				const hint = document.querySelector('.drop')?.textContent;
				document.body.dispatchEvent(new DragEvent('drop', { ...init, dataTransfer: data }));
				return hint;
			}
			return null;
		},
		[way, name]
	);
}

test('picked, pasted and dropped, dropped again from the list, and sent together', async () => {
	await picker().setInputFiles([photo(), photo('otra.png')]);
	await hand('paste', 'pegado.txt');
	await world.frame.getByText('pegado.txt').waitFor();
	await hand('drop', 'soltado.txt');
	await world.frame.getByText('soltado.txt').waitFor();
	await world.frame.getByRole('button', { name: 'Quitar otra.png' }).click();
	await world.write('');
	await until(() => world.desk.visitors.size && world.desk.last.messages.length === 1);
	const names = world.desk.last.messages[0]?.files.map(({ name }) => name);
	assert.deepEqual(names, ['tolva.png', 'pegado.txt', 'soltado.txt']);
	assert.equal(await world.frame.locator('.chip').count(), 0);
});

test('while it is dragged over, it is said where it goes', async () => {
	await world.inside().evaluate(() => {
		const data = new DataTransfer();
		data.items.add(new File(['x'], 'x.txt'));
		document.body.dispatchEvent(
			new DragEvent('dragover', { bubbles: true, cancelable: true, dataTransfer: data })
		);
	});
	await world.frame.getByText('Suelte aquí los archivos').waitFor();
});

test('what is too large or empty is refused at once, and the rest is taken', async () => {
	await picker().setInputFiles([
		photo(),
		{ name: 'enorme.zip', mimeType: 'application/zip', buffer: Buffer.alloc(1024 * 1024 + 1) }
	]);
	await world.frame
		.getByRole('alert')
		.getByText('«enorme.zip» supera el máximo de 1 MB.')
		.waitFor();
	assert.equal(await world.frame.locator('.chip').count(), 1);
	await picker().setInputFiles({
		name: 'nada.txt',
		mimeType: 'text/plain',
		buffer: Buffer.alloc(0)
	});
	await world.frame.getByText('«nada.txt» está vacío.').waitFor();
	await picker().setInputFiles(Array.from({ length: 12 }, (_, i) => photo(`${i}.png`)));
	await world.frame.getByText('Puede adjuntar hasta 10 archivos por mensaje.').waitFor();
	assert.equal(await world.frame.locator('.chip').count(), 10);
});

test('what the server refuses is said with the message', async () => {
	world.desk.rule('POST /files', {
		status: 413,
		body: { title: 'Ese tipo de archivo no se admite.' }
	});
	await picker().setInputFiles(photo());
	await world.write('mire');
	await world.frame.getByText('No se envió. Ese tipo de archivo no se admite.').waitFor();
});

test('an upload shows how far it is', async () => {
	world.desk.rule('POST /files', { slow: 1500 });
	await picker().setInputFiles(photo());
	await world.write('');
	await world.frame.getByRole('progressbar', { name: 'Subiendo tolva.png' }).waitFor();
	await world.frame.getByText('Enviado').waitFor();
	assert.equal(await world.frame.getByRole('progressbar').count(), 0);
});

test('a picture is shown with its room kept, enlarged, and Escape closes only it', async () => {
	await world.write('hola');
	await world.frame.getByText('Enviado').waitFor();
	world.desk.say('', {
		files: [
			world.desk.file('placa.png', 'image/png', field, {
				has_preview: true,
				width: 480,
				height: 320
			})
		]
	});
	const thumb = world.frame.getByRole('button', { name: 'Ampliar placa.png' });
	await until(() =>
		thumb
			.locator('img')
			.evaluate((img) => /** @type {HTMLImageElement} */ (img).naturalWidth === 480)
	);
	const box = await thumb.boundingBox();
	assert.equal(Math.round(box?.width ?? 0), 242);
	assert.equal(Math.round(box?.height ?? 0), 162);
	assert(world.desk.requests.some((one) => one.endsWith('/preview')));
	await thumb.click();
	const dialog = world.frame.getByRole('dialog');
	await dialog.getByRole('img', { name: 'placa.png' }).waitFor();
	await world.page.keyboard.press('Escape');
	await dialog.waitFor({ state: 'detached' });
	assert.equal(await world.box.isVisible(), true);
	await until(() => thumb.evaluate((button) => button === document.activeElement));
});

test('a file is a card that saves it under its name, whatever it claims to be', async () => {
	await world.write('hola');
	await world.frame.getByText('Enviado').waitFor();
	const bytes = Buffer.from('<script>alert(1)</script>');
	world.desk.say('', { files: [world.desk.file('manual.html', 'text/html', bytes)] });
	world.desk.say('', { files: [world.desk.file('logo.svg', 'image/svg+xml', bytes)] });
	const card = world.frame.getByRole('button', { name: /^Descargar\s+manual.html\s+25 byte$/ });
	const [saved] = await Promise.all([world.page.waitForEvent('download'), card.click()]);
	assert.equal(saved.suggestedFilename(), 'manual.html');
	assert.deepEqual(readFileSync(await saved.path()), bytes);
	// A drawing that can hold a script is not shown as a picture.
	await world.frame.getByRole('button', { name: /^Descargar\s+logo.svg/ }).waitFor();
	assert.equal(await world.frame.locator('.picture').count(), 0);
});

test('what cannot be fetched says so', async () => {
	await world.write('hola');
	await world.frame.getByText('Enviado').waitFor();
	world.desk.rule('GET /files', { status: 404 }, 2);
	world.desk.say('', { files: [world.desk.file('a.pdf', 'application/pdf', Buffer.from('x'))] });
	world.desk.say('', { files: [world.desk.file('b.png', 'image/png', field)] });
	await world.frame.getByText('No se pudo cargar la imagen').waitFor();
	await world.frame.getByRole('button', { name: /a.pdf/ }).click();
	await world.frame.getByText('No se pudo descargar. Inténtelo de nuevo.').waitFor();
});
