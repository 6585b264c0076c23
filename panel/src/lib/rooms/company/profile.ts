/** What is known of a company, as it is edited. */
import { editing, type Typed, type Values } from '../contact/editing';
import { valueText } from '../contact/words';
import { t } from '$lib/text/index.svelte';

export const fields = ['name', 'document', 'country', 'phone', 'domains', 'note'] as const;
export type FieldName = (typeof fields)[number];

export type Draft = Typed<FieldName>;
export type Profile = Values<FieldName>;

export const ofCompany = editing(fields);

export const fieldLabel = (field: FieldName) => t(`companies.field.${field}`);

/** Of a field as history has it, which may be one that is no more. */
export const anyLabel = (field: string) =>
	fields.includes(field as FieldName) ? fieldLabel(field as FieldName) : field;

export const editWords = (step: 'form' | 'sure' | 'choose') =>
	step === 'choose'
		? { title: t('contacts.edit.choose.title'), text: t('contacts.edit.choose.text') }
		: {
				title: t(`companies.edit.${step}.title`),
				text: step === 'sure' ? t('companies.edit.sure.text') : undefined
			};

export { valueText };
