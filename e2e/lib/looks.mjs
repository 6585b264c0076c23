/**
 * Pictures that are compared with those kept in `testdata/looks`. `UPDATE=1` keeps the new ones. Where they differ, the new picture and
 * what is different in it are put beside each other in `shots/looks/`.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

const kept = path.resolve(import.meta.dirname, '../testdata/looks');
const wrong = path.resolve(import.meta.dirname, '../shots/looks');

/** How far a colour may be off (0 to 1), and how many points of a picture: machines draw the edges of letters a little differently. A word is 300. */
const tolerance = { colour: 0.2, points: 120 };

/** What depends on the machine, or on what chance called somebody, and not on us: signs that Inter does not have, the hue of an id. */
const plain = `:root { --mono: 'Inter Variable' !important }
	kbd { width: 30px !important; color: transparent !important; overflow: hidden }
	[data-letters] { background: #567 !important }`;

/** Runs in the page before anything else: every date reads as that of one moment, whenever the picture is taken. */
export function stopDates(moment) {
	const { prototype } = Intl.DateTimeFormat;
	const { get } = Object.getOwnPropertyDescriptor(prototype, 'format');
	Object.defineProperty(prototype, 'format', {
		get() {
			const format = get.call(this);
			return () => format(moment);
		}
	});
}

/**
 * Whether this browser is of the version that the pictures were kept with. Another draws the edges of all letters a little differently: there
 * only what is larger is seen, a fiftieth of a picture.
 */
export async function sameBrowser(browser) {
	const file = path.join(kept, 'browser.txt');
	const [now] = browser.version().split('.');
	if (process.env.UPDATE) {
		await mkdir(kept, { recursive: true });
		await writeFile(file, `${now}\n`);
	}
	return (await readFile(file, 'utf8')).trim() === now;
}

/** Opens nothing and waits for nothing: the page stands as it is to be seen. */
export async function look(page) {
	await page.addStyleTag({ content: plain });
	await page.evaluate(() => document.fonts.ready);
	return page.screenshot({ animations: 'disabled', caret: 'hide', scale: 'css' });
}

/** What is different, in words; nothing when it is not. `same`: it is the browser of the picture that was kept. */
export async function differs(name, picture, same) {
	const file = path.join(kept, `${name}.png`);
	const now = PNG.sync.read(picture);
	if (process.env.UPDATE) {
		await mkdir(kept, { recursive: true });
		// Without the transparency that no screen has, and packed as tightly as it goes.
		await writeFile(file, PNG.sync.write(now, { colorType: 2, deflateLevel: 9 }));
		return undefined;
	}
	const before = await readFile(file).then(PNG.sync.read, () => undefined);
	if (!before) return `${name}: there is no picture of it yet (npm run looks)`;
	const { width, height } = now;
	const fits = before.width === width && before.height === height;
	const difference = new PNG({ width, height });
	const points = fits ? pixelmatch(before.data, now.data, difference.data, width, height, { threshold: tolerance.colour }) : Infinity;
	if (points <= (same ? tolerance.points : (width * height) / 50)) return undefined;
	await mkdir(wrong, { recursive: true });
	await writeFile(path.join(wrong, `${name}.png`), picture);
	if (fits) await writeFile(path.join(wrong, `${name}-difference.png`), PNG.sync.write(difference));
	const how = fits ? `${points} points are different` : `it was ${before.width} × ${before.height} and is ${width} × ${height}`;
	return `${name}: ${how} (see ${path.relative(process.cwd(), wrong)})`;
}
