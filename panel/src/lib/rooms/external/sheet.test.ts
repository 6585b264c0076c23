// @vitest-environment happy-dom
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { cellsOfCsv, linesOf, MOST_ROWS } from './sheet';

const csv = (text: string) => linesOf(new Blob([text]));

test('a CSV is read whatever its columns are called, by whatever they are parted', async () => {
	expect(await csv('Teléfono,Correo\r\n+52 33 1204 4417,ana@bajio.mx\r\n\r\n')).toEqual([
		{ row: 2, phone: '+52 33 1204 4417', email: 'ana@bajio.mx' }
	]);
	expect(await csv('Nombre;E-Mail;Telefon\n"Ríos; Ana";ana@bajio.mx;"33 1204 4417"')).toEqual([
		{ row: 2, phone: '33 1204 4417', email: 'ana@bajio.mx' }
	]);
	// Half a person is somebody, of whom the server says what is missing.
	expect(await csv('x@y.mx\t\n\t3312044417')).toEqual([
		{ row: 1, phone: '', email: 'x@y.mx' },
		{ row: 2, phone: '3312044417', email: '' }
	]);
	expect(cellsOfCsv('a,"b ""c""\nd",e')).toEqual([['a', 'b "c"\nd', 'e']]);
});

test('what is too much, or nothing, says so', async () => {
	const many = 'a@b.mx,3312044417\n'.repeat(MOST_ROWS + 1);
	await expect(csv(many)).rejects.toMatchObject({ why: 'too-many' });
	await expect(csv('Teléfono,Correo\n')).rejects.toMatchObject({ why: 'nobody' });
	await expect(csv('x'.repeat(2 ** 20 + 1))).rejects.toMatchObject({ why: 'too-large' });
	await expect(csv('PK\u0003\u0004 and no more')).rejects.toMatchObject({ why: 'not-a-sheet' });
});

test('an XLSX is read as it is: shared texts, texts in pieces, a phone that became a number, rows left out', async () => {
	const file = await readFile('src/lib/rooms/external/testdata/advisors.xlsx');
	expect(await linesOf(new Blob([new Uint8Array(file)]))).toEqual([
		{ row: 2, phone: '+52 33 1204 4417', email: 'ana@bajio.mx' },
		{ row: 4, phone: '523312044410', email: 'beto@bajio.mx' }
	]);
});
