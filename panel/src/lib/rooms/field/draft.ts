import type { Item } from '$lib/api/shapes';

export type Field = Item<'/api/v1/organisations/{org}/fields'>;

export const kinds = ['text', 'number', 'date', 'choice', 'boolean'] as const;

export interface Draft {
	name: string;
	kind: Field['kind'];
	/** One a line. */
	choices: string;
	required: boolean;
}

export function draftOf(field?: Field): Draft {
	return {
		name: field?.name ?? '',
		kind: field?.kind ?? 'text',
		choices: field?.choices.join('\n') ?? '',
		required: field?.required ?? false
	};
}

/** What of a field can change. */
export function looks(draft: Draft) {
	const choices = draft.choices
		.split('\n')
		.map((choice) => choice.trim())
		.filter(Boolean);
	return {
		name: draft.name,
		required: draft.required,
		choices: draft.kind === 'choice' ? choices : []
	};
}

/** Those whose place changes when one goes up or down, each with its new place. */
export function reordered<F extends { id: string; position: number }>(
	fields: readonly F[],
	id: string,
	by: -1 | 1
): F[] {
	const from = fields.findIndex((field) => field.id === id);
	const to = from + by;
	const [one, other] = [fields[from], fields[to]];
	if (!one || !other) return [];
	const moved = [...fields];
	moved[from] = other;
	moved[to] = one;
	return moved.flatMap((field, position) =>
		field.position === position ? [] : [{ ...field, position }]
	);
}
