import { expect, test, vi } from 'vitest';
import { Later } from './later.svelte';

test('is asked for once, and stands from then on', async () => {
	const load = vi.fn(async () => ({ default: 'a component' }));
	const later = new Later(load);
	expect(later.now).toBeUndefined();
	await Promise.all([later.come(), later.come()]);
	await later.come();
	expect(later.now).toBe('a component');
	expect(load).toHaveBeenCalledOnce();
});

test('what did not come is asked for again', async () => {
	const load = vi
		.fn<() => Promise<{ default: string }>>()
		.mockRejectedValueOnce(new Error('the network is gone'))
		.mockResolvedValueOnce({ default: 'a component' });
	const later = new Later(load);
	await expect(later.come()).rejects.toThrow('the network is gone');
	expect(later.now).toBeUndefined();
	await later.come();
	expect(later.now).toBe('a component');
});
