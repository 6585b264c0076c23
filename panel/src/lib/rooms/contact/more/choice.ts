/** Which of two contacts' values the merged one has, field by field. Pure. */
import { fields, type FieldName, type Profile } from '../profile';

export type Choice = Partial<Record<FieldName, 'kept' | 'gone'>>;

const has = (profile: Profile, field: FieldName) => Boolean(profile[field]);

/** The fields about which there is something to choose: where the other has a value and this one does not have the same. */
export const open = (kept: Profile, gone: Profile): FieldName[] =>
	fields.filter((field) => has(gone, field) && kept[field] !== gone[field]);

/** Before a person chooses: what this one has stays, what it lacks comes from the other. */
export const first = (kept: Profile, gone: Profile): Choice =>
	Object.fromEntries(
		open(kept, gone).map((field) => [field, has(kept, field) ? 'kept' : 'gone'])
	) as Choice;

/** The fields that are taken from the other. */
export const taken = (choice: Choice): FieldName[] =>
	fields.filter((field) => choice[field] === 'gone');

/** What the merged one will have. */
export const merged = (kept: Profile, gone: Profile, choice: Choice): Profile =>
	Object.fromEntries(
		fields.map((field) => [field, (choice[field] === 'gone' ? gone : kept)[field] ?? null])
	);
