/** A panel that nobody touches: it hears what happens by its line, and asks for nothing. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { until } from '../lib/desk.mjs';
import { furnished } from '../lib/furnished.mjs';

let it;

before(async () => {
	it = await furnished();
});
after(() => it?.stop());

/** So long it asks for nothing once it rests: what asks again and again never does. */
const LOOK = 2000;

test('it comes to rest', async () => {
	const places = [`tickets/all/${it.open}`, 'tickets/all', `contacts/${it.contact}`, 'monitor', 'manage/members', `manage/channels/${it.chat}`, '/me/notifications'];
	for (const place of places) {
		const page = await it.at(place);
		const asked = [];
		let last = Date.now();
		page.on('request', (request) => {
			last = Date.now();
			asked.push(`${request.method()} ${new URL(request.url()).pathname}`);
		});
		await page.locator('h1').first().waitFor({ state: 'attached' });
		await until(() => Date.now() - last > LOOK).catch(() => assert.fail(`${place} asks on and on: ${asked.slice(-8).join(', ')}`));
		await page.context().close();
	}
});
