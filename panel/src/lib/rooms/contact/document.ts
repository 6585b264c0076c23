/** Whether a document number has the form of those of its country. Doubt is said and stops nobody: nobody knows all documents. */
import { speech, t } from '$lib/text/index.svelte';

/** The part of `stdnum` that is used: what a number is called where it is used, and whether one is of that form, its check digits right. */
interface Kind {
	abbreviation?: string;
	localName: string;
	validate: (value: string) => { isValid: boolean };
}

interface Country {
	kinds: () => Promise<Kind[]>;
	/** Identity cards that carry no check digit: any number of that length may be one. */
	plain?: RegExp;
}

const countries = {
	AR: {
		kinds: () => all(import('stdnum/lib/esm/ar/cuit'), import('stdnum/lib/esm/ar/dni'))
	},
	BO: { kinds: () => all(import('stdnum/lib/esm/bo/ci')), plain: /^\d{5,12}$/ },
	BR: { kinds: () => all(import('stdnum/lib/esm/br/cpf'), import('stdnum/lib/esm/br/cnpj')) },
	CL: { kinds: () => all(import('stdnum/lib/esm/cl/rut')) },
	CO: { kinds: () => all(import('stdnum/lib/esm/co/nit')), plain: /^(\d{5,8}|1\d{9})$/ },
	CR: {
		kinds: () =>
			all(
				import('stdnum/lib/esm/cr/cpf'),
				import('stdnum/lib/esm/cr/cpj'),
				import('stdnum/lib/esm/cr/cr')
			)
	},
	DE: {
		kinds: () =>
			all(
				import('stdnum/lib/esm/de/idnr'),
				import('stdnum/lib/esm/de/stnr'),
				import('stdnum/lib/esm/de/vat')
			),
		plain: /^[CFGHJKLMNPRTVWXYZ0-9]{9,11}$/
	},
	DO: { kinds: () => all(import('stdnum/lib/esm/do/rnc'), import('stdnum/lib/esm/do/cedula')) },
	EC: { kinds: () => all(import('stdnum/lib/esm/ec/ci'), import('stdnum/lib/esm/ec/ruc')) },
	ES: {
		kinds: () =>
			all(
				import('stdnum/lib/esm/es/nif'),
				import('stdnum/lib/esm/es/dni'),
				import('stdnum/lib/esm/es/nie'),
				import('stdnum/lib/esm/es/cif')
			)
	},
	FR: {
		kinds: () =>
			all(
				import('stdnum/lib/esm/fr/siren'),
				import('stdnum/lib/esm/fr/siret'),
				import('stdnum/lib/esm/fr/tva'),
				import('stdnum/lib/esm/fr/nif'),
				import('stdnum/lib/esm/fr/nir')
			)
	},
	GT: { kinds: () => all(import('stdnum/lib/esm/gt/nit'), import('stdnum/lib/esm/gt/cui')) },
	IT: {
		kinds: () => all(import('stdnum/lib/esm/it/codicefiscale'), import('stdnum/lib/esm/it/iva'))
	},
	MX: { kinds: () => all(import('stdnum/lib/esm/mx/rfc'), import('stdnum/lib/esm/mx/curp')) },
	PE: {
		kinds: () => all(import('stdnum/lib/esm/pe/ruc'), import('stdnum/lib/esm/pe/cui')),
		plain: /^\d{8,9}$/
	},
	PL: {
		kinds: () =>
			all(
				import('stdnum/lib/esm/pl/nip'),
				import('stdnum/lib/esm/pl/pesel'),
				import('stdnum/lib/esm/pl/regon')
			)
	},
	PT: {
		kinds: () =>
			all(
				import('stdnum/lib/esm/pt/nif'),
				import('stdnum/lib/esm/pt/nipc'),
				import('stdnum/lib/esm/pt/cc')
			)
	},
	PY: {
		kinds: () => all(import('stdnum/lib/esm/py/ruc'), import('stdnum/lib/esm/py/cedula')),
		plain: /^\d{6,8}$/
	},
	SV: { kinds: () => all(import('stdnum/lib/esm/sv/nit')), plain: /^\d{9}$/ },
	US: { kinds: () => all(import('stdnum/lib/esm/us/ein'), import('stdnum/lib/esm/us/ssn')) },
	UY: { kinds: () => all(import('stdnum/lib/esm/uy/rut'), import('stdnum/lib/esm/uy/cedula')) },
	VE: { kinds: () => all(import('stdnum/lib/esm/ve/rif')), plain: /^[VE]?\d{6,8}$/i }
} as const satisfies Record<string, Country>;

function all(...kinds: Promise<Kind>[]): Promise<Kind[]> {
	return Promise.all(kinds);
}

/** What the country's documents are called, when this is none of them; undefined when it is, or when nobody can tell. */
export async function strange(document: string, country: string): Promise<string[] | undefined> {
	const here: Country | undefined = countries[country as keyof typeof countries];
	const bare = document.replace(/[\s.\-/]/g, '');
	if (!here || !bare || here.plain?.test(bare)) return undefined;
	const kinds = await here.kinds();
	if (kinds.some((kind) => kind.validate(document.trim()).isValid || kind.validate(bare).isValid))
		return undefined;
	return [...new Set(kinds.map((kind) => kind.abbreviation ?? kind.localName))];
}

/** The same in a person's words, for beside the field. */
export async function doubt(document: string, country: string): Promise<string | undefined> {
	const names = await strange(document, country).catch(() => undefined);
	if (!names) return undefined;
	const list = new Intl.ListFormat(speech.locale, { type: 'disjunction' }).format(names);
	const place = new Intl.DisplayNames(speech.locale, { type: 'region' }).of(country) ?? country;
	return t('contact.document.doubtful', { names: list, place });
}
