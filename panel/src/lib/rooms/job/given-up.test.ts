import { beforeAll, expect, test } from 'vitest';
import { speech } from '$lib/text/index.svelte';
import { reasonLabel, workLabel } from './given-up';

beforeAll(() => speech.use(['es']));

test('work and reasons have words', () => {
	expect(workLabel('invitation.letter')).toBe('Enviar una invitación por correo');
	expect(reasonLabel('mail_refused')).toBe('El servidor de correo rechazó el mensaje.');
});

test('what has no words yet keeps its name, and nothing is said of what is not known', () => {
	expect(workLabel('order.print')).toBe('order.print');
	expect(reasonLabel('paper_jam')).toBe('Falló con el código paper_jam.');
	expect(reasonLabel(null)).toBe('No se sabe por qué.');
});
