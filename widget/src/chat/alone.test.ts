import { expect, test } from 'vitest';
import { browserAlone } from './alone';

const locks = (request: (name: string, act: () => unknown) => Promise<unknown>) =>
	(() => ({ request })) as unknown as () => LockManager;

test('the lock is held while it is done', async () => {
	const held: string[] = [];
	const alone = browserAlone(
		'x',
		locks(async (name, act) => {
			held.push(name);
			return act();
		})
	);
	expect(await alone(async () => 7)).toBe(7);
	expect(held).toEqual(['x']);
});

test.each([
	['there are none', () => undefined],
	['they are refused', locks(() => Promise.reject(new DOMException('no', 'SecurityError')))],
	[
		'they may not even be named',
		() => {
			throw new DOMException('no', 'SecurityError');
		}
	]
])('it is done all the same when %s', async (_, refused) => {
	expect(await browserAlone('x', refused)(async () => 7)).toBe(7);
});

test('what fails under the lock is not done a second time', async () => {
	let times = 0;
	const alone = browserAlone(
		'x',
		locks(async (_, act) => act())
	);
	const failing = alone(async () => {
		times++;
		throw new Error('server');
	});
	await expect(failing).rejects.toThrow('server');
	expect(times).toBe(1);
});
