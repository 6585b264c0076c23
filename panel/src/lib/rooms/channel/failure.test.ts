import { beforeAll, expect, test } from 'vitest';
import { speech } from '$lib/text/index.svelte';
import { failureText } from './failure';

beforeAll(() => speech.use(['es']));

test('a code in words, and one without any so that it can be asked about', () => {
	expect(failureText('window_closed')).toMatch(/^Pasaron más de 24 horas/);
	expect(failureText('meta_135000')).toBe('Meta lo rechazó con el código 135000.');
	expect(failureText('HTTP 410')).toBe('El otro sistema respondió 410.');
	expect(failureText('quantum_flux')).toBe('Falló con el código quantum_flux.');
	expect(failureText('El número no existe')).toBe('El número no existe');
});
