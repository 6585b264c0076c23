/**
 * More tickets in a list than are loaded at once many times over, and as long a conversation: every row at its place, none twice, none
 * missing, and the place is kept when something is done. How fast that is with ten thousand, `measure.mjs` says.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { quiet } from '../lib/browser.mjs';
import { button, desk, until } from '../lib/desk.mjs';
import { through } from '../lib/many.mjs';

const TICKETS = 1500;
const MESSAGES = 400;

let it, page, talk, order;

before(async () => {
	it = await desk();
	const many = await through(it.server.url, it.luz, (await it.teams())[0].id);
	await many.tickets(TICKETS);
	talk = await many.conversation(MESSAGES);
	// What the list must show, as the API says it.
	order = [];
	let cursor;
	do {
		const { items, next } = await it.luz('GET', `tickets?view=all&sort=newest&limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
		order.push(...items.map((row) => row.id));
		cursor = next;
	} while (cursor);
	page = await it.at('tickets/all?sort=newest');
	await page.locator('.rows a').first().waitFor();
});
after(() => it?.stop());

/** The rows that are drawn: which, at which place, how high up, and whether they are on their way there (they never are). */
const drawn = () =>
	page.locator('.rows [role="list"]').evaluate((list) => {
		const top = list.getBoundingClientRect().top;
		return [...list.querySelectorAll('[data-index]')].map((row) => {
			const { y, height } = row.getBoundingClientRect();
			return { at: Number(row.dataset.index), id: row.querySelector('a').pathname.match(/tkt_[^/]+/)[0], y: y - top, height, gliding: row.getAnimations().length };
		});
	});

/** Each row is where it belongs, each but once, and they stand one below the other over the whole window. */
async function right() {
	const rows = (await drawn()).sort((a, b) => a.at - b.at);
	const height = await page.locator('.rows [role="list"]').evaluate((list) => list.clientHeight);
	for (const { at, id } of rows) assert.equal(id, order[at], `at place ${at}`);
	assert.ok(!rows.some((row) => row.gliding), 'no row glides to its place');
	for (const [n, row] of rows.entries()) {
		if (n === 0) continue;
		assert.equal(row.at, rows[n - 1].at + 1, 'no place is left out');
		assert.ok(Math.abs(row.y - rows[n - 1].y - rows[n - 1].height) < 1.5, `row ${row.at} stands right below the one before`);
	}
	assert.ok(rows[0].y <= 0 && rows.at(-1).y + rows.at(-1).height >= height - 1, 'the window is full');
	return rows;
}

/** A row is some ninety points high; those above that were passed in one go are guessed until they are measured. */
const near = 8;

const wheel = (by) => page.mouse.wheel(0, by);
const place = () => page.locator('.rows [role="list"]').evaluate((list) => list.scrollTop);

test('a long list, from the top to the end and back', async () => {
	assert.equal(order.length, TICKETS + 1);
	assert.equal(new Set(order).size, order.length);
	await page.locator('.rows').hover();
	const seen = new Set();
	for (let far = 0; far < TICKETS; await wheel(700)) {
		await page.evaluate(() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))));
		const rows = await drawn();
		for (const { at, id } of rows) {
			assert.equal(id, order[at], `at place ${at}`);
			seen.add(at);
		}
		far = Math.max(far, ...rows.map((row) => row.at));
		if (await page.locator('.rows[aria-busy]').count()) await page.locator('.rows:not([aria-busy])').waitFor();
	}
	await right();
	assert.equal(seen.size, TICKETS + 1, 'every one of them was drawn on the way');
	for (let top = await place(); top > 0; top = await place()) await wheel(-200_000);
	assert.equal((await right())[0].at, 0);
});

test('the list keeps its place when a ticket in it is acted on', async () => {
	await wheel(30_000);
	await until(async () => (await place()) > 20_000);
	const middle = (await right()).find((row) => row.y > 100);
	const link = page.locator(`.rows a[href*="${order[middle.at]}"]`);
	await link.click();
	await button(page, 'Tomar').first().click();
	await button(page, 'Tomar').first().waitFor({ state: 'detached' });
	const stood = (await drawn()).find((row) => row.id === order[middle.at]);
	assert.ok(Math.abs(stood.y - middle.y) < near, `it stood at ${middle.y} and stands at ${stood.y}`);
});

test('the list keeps its place when a ticket above leaves it', async () => {
	await page.goto(`${it.home}/o/${it.org}/tickets/unassigned?sort=newest`);
	await page.locator('.rows a').first().waitFor();
	await page.locator('.rows').hover();
	await wheel(3000);
	await until(async () => (await place()) > 2500);
	const rows = await drawn();
	const watched = rows.find((row) => row.y > 100);
	// One that is drawn above, and one that is long past.
	const gone = [rows.find((row) => row.at < watched.at).id, (await it.luz('GET', 'tickets?view=unassigned&sort=newest&limit=1')).items[0].id];
	for (const [n, id] of gone.entries()) {
		await it.luz('POST', `tickets/${id}/take`);
		await until(async () => (await drawn()).find((row) => row.id === watched.id)?.at === watched.at - n - 1);
		const stands = (await drawn()).find((row) => row.id === watched.id);
		assert.equal(stands.gliding, 0, 'it does not glide to its place');
		assert.ok(Math.abs(stands.y - watched.y) < near, `it stood at ${watched.y} and stands at ${stands.y}`);
	}
});

test('a long conversation: at the end, back to the first, and what is written is there', async () => {
	await page.goto(`${it.home}/o/${it.org}/tickets/all/${talk.ticket}?sort=newest`);
	const list = page.getByRole('list', { name: /^Conversación con/ });
	await list.locator('[data-index]').first().waitFor();
	const seen = new Set();
	const read = async () => {
		const said = await list.locator('[data-index]').allInnerTexts();
		for (const text of said) for (const [, n] of text.matchAll(/Mensaje (\d+)/g)) seen.add(Number(n));
	};
	await until(() => list.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight < 2));
	await read();
	await list.hover();
	for (let n = 0; !seen.has(0); n += 1) {
		assert.ok(n < 2000, `only ${seen.size} were seen`);
		await wheel(-400);
		await page.evaluate(() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))));
		await read();
	}
	const missed = Array.from({ length: MESSAGES }, (_, n) => n).filter((n) => !seen.has(n));
	assert.deepEqual(missed, [], 'every message was drawn on the way');
	assert.equal(seen.size, MESSAGES);
	await page.getByRole('textbox', { name: /^Respuesta a/ }).fill('Aquí estamos');
	await page.keyboard.press('Control+Enter');
	await list.getByText('Aquí estamos', { exact: true }).waitFor();
	quiet(page);
});
