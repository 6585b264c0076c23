import { endonym, languages, speech, t, type Language } from '$lib/text/index.svelte';
import { fields, type FieldName } from './profile';

export const fieldLabel = (field: FieldName) => t(`contacts.field.${field}`);

/** Of a field as history has it, which may be one that is no more. */
export const anyLabel = (field: string) =>
	fields.includes(field as FieldName) ? fieldLabel(field as FieldName) : field;

export const editWords = (step: 'form' | 'sure' | 'choose') => ({
	title: t(`contacts.edit.${step}.title`),
	text: step === 'form' ? undefined : t(`contacts.edit.${step}.text`)
});

/** A value as it is read: a country and a language by their names. */
export function valueText(field: string, value: string | null | undefined): string {
	if (!value) return t('contacts.none');
	if (field === 'country')
		return (
			new Intl.DisplayNames([speech.locale], { type: 'region', fallback: 'code' }).of(value) ??
			value
		);
	if (field === 'locale')
		return languages.includes(value as Language)
			? endonym(value as Language)
			: (new Intl.DisplayNames([speech.locale], { type: 'language' }).of(value) ?? value);
	return value;
}
