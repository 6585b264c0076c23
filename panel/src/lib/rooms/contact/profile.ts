/** What is known of a contact, as it is edited. Pure. */
import { editing, type Clash, type Typed, type Values } from './editing';

export const fields = [
	'name',
	'company',
	'position',
	'phone',
	'email',
	'document',
	'country',
	'locale'
] as const;
export type FieldName = (typeof fields)[number];

export type Draft = Typed<FieldName>;
export type Profile = Values<FieldName>;
export type Conflict = Clash<FieldName>;

export const ofContact = editing(fields);
export const { draftOf, changes, conflictIn, clashes, settled } = ofContact;
