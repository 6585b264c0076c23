/** Pictures for the tests, drawn on the spot: a PNG of any size from a function of its pixels. */
import { crc32, deflateSync } from 'node:zlib';

/** @param {string} type @param {Buffer} data */
function chunk(type, data) {
	const body = Buffer.concat([Buffer.from(type), data]);
	const [size, check] = [Buffer.alloc(4), Buffer.alloc(4)];
	size.writeUInt32BE(data.length);
	check.writeUInt32BE(crc(body));
	return Buffer.concat([size, body, check]);
}

/** @param {Buffer} bytes */
function crc(bytes) {
	if (typeof crc32 === 'function') return crc32(bytes) >>> 0;
	let sum = ~0;
	for (const byte of bytes) {
		sum ^= byte;
		for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
	}
	return ~sum >>> 0;
}

/** @param {number} width @param {number} height @param {(x: number, y: number) => [number, number, number]} draw */
export function png(width, height, draw) {
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head.set([8, 2, 0, 0, 0], 8);
	const rows = Buffer.alloc(height * (1 + width * 3));
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++)
			rows.set(draw(x / width, y / height), y * (1 + width * 3) + 1 + x * 3);
	return Buffer.concat([
		Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
		chunk('IHDR', head),
		chunk('IDAT', deflateSync(rows)),
		chunk('IEND', Buffer.alloc(0))
	]);
}

/** A field under a low sun. */
export const field = png(480, 320, (x, y) => {
	const hill = 0.55 + 0.08 * Math.sin(x * 5) - 0.06 * x;
	if (y < hill) {
		const sun = Math.hypot(x - 0.72, (y - 0.28) * 0.66) < 0.08;
		return sun ? [255, 236, 170] : [250 - 60 * y, 205 - 20 * y, 150 + 80 * (0.5 - y)];
	}
	const furrow = Math.sin((x - 0.5) * 60 * (1.4 - y)) > 0.2 ? 1 : 0.86;
	return [furrow * (110 + 60 * (1 - y)), furrow * (140 + 30 * (1 - y)), furrow * 60];
});
