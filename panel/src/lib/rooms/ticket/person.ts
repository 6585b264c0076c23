import { t } from '$lib/text/index.svelte';
import type { Person } from './model';

/** Somebody outside our sight has no name here. */
export function personName(person: Person | null | undefined): string {
	if (!person) return '';
	return person.code === 'another_member' || !person.name ? t('person.another') : person.name;
}

/** Where somebody writes from. A visitor's address is a name that only machines use. */
export function addressName(address: string): string {
	return address.startsWith('vis_') ? t('contact.visitor') : address;
}

/** A customer who has not said their name yet is a visitor. */
export function contactName(contact: { name: string }): string {
	return contact.name || t('contact.visitor');
}
