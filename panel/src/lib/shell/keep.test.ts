// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { arrive, keep, nearest } from './keep';

const home = () => document.querySelector<HTMLElement>('main') as HTMLElement;
const named = (id: string) => document.getElementById(id) as HTMLElement;
const frames = async () => {
	for (let n = 0; n < 3; n += 1) await new Promise((next) => requestAnimationFrame(next));
};
let leave: () => void = () => undefined;

function page(inside: string) {
	document.body.innerHTML = `<main tabindex="-1">${inside}</main>`;
	leave = keep(home());
}
afterEach(() => leave());

test('what stood around it has the focus when a button goes', async () => {
	page('<div><p><button id="take">Take</button><button id="more">More</button></p></div>');
	named('take').focus();
	named('take').remove();
	await frames();
	expect(document.activeElement?.id).toBe('more');
});

test('the page itself when nothing around it is left', async () => {
	page('<div id="form"><button id="save">Save</button></div>');
	named('save').focus();
	named('form').remove();
	await frames();
	expect(document.activeElement).toBe(home());
});

test('what was given the focus meanwhile keeps it', async () => {
	page('<div><button id="save">Save</button></div><button id="other">Other</button>');
	named('save').focus();
	named('save').remove();
	named('other').focus();
	await frames();
	expect(document.activeElement?.id).toBe('other');
});

test('another page begins at its beginning, unless something in it has the focus', () => {
	page('<button id="first">First</button>');
	named('first').focus();
	arrive(home());
	expect(document.activeElement?.id).toBe('first');
	named('first').blur();
	arrive(home());
	expect(document.activeElement).toBe(home());
	expect(nearest([document.createElement('p')], home())).toBe(home());
});
