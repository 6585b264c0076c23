import { expect, test } from 'vitest';
import { second } from './second';

test('a code of the moment, a recovery code, or nothing', () => {
	expect(second(' 123 456 ')).toEqual({ code: '123456' });
	expect(second('k7d2-9fpq')).toEqual({ recovery_code: 'k7d2-9fpq' });
	expect(second('1234567')).toEqual({ recovery_code: '1234567' });
	expect(second('  ')).toEqual({});
});
