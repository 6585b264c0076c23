import type { Field, Values } from './types';

export type Flaw = 'required' | 'email' | 'phone';

/** What is asked before the first message. Someone whom the organisation vouches for is not asked who they are. */
export function asked(fields: readonly Field[], identified: boolean): Field[] {
	return fields.filter((field) => !identified || !['name', 'email', 'phone'].includes(field.name));
}

/** What is plainly wrong; the server looks closer. */
export function flaws(fields: readonly Field[], values: Values): Record<string, Flaw> {
	const found: Record<string, Flaw> = {};
	for (const field of fields) {
		const value = values[field.name]?.trim() ?? '';
		if (!value) {
			if (field.required) found[field.name] = 'required';
		} else if (field.kind === 'email' && !/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(value)) {
			found[field.name] = 'email';
		} else if (field.kind === 'phone' && !/^\+?[\d\s().-]{7,20}$/.test(value)) {
			found[field.name] = 'phone';
		}
	}
	return found;
}

/** As they are sent: without what was left empty. */
export function filled(fields: readonly Field[], values: Values): Values {
	const out: Values = {};
	for (const { name } of fields) {
		const value = values[name]?.trim();
		if (value) out[name] = value;
	}
	return out;
}

/** The field that a refusal is about, if it is one of these: `details.email` and `email` are the same. */
export function fieldOf(fields: readonly Field[], path: string): string | null {
	const name = path.replace(/^details\./, '');
	return fields.find((field) => field.name === name)?.name ?? null;
}
