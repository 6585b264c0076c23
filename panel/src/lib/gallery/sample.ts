import type { RowView } from '$lib/rooms/ticket/model';

/** The same people and machines as in the house's sketches. */
const lerma = { name: 'Tractores Lerma', hue: '#8a4b2a' };
const sur = { name: 'AgroSur', hue: '#3c4f8a' };

export const rows: RowView[] = [
	[
		'Rosa Elena Mendoza',
		'whatsapp',
		lerma,
		'La tolva sigue trabada, le mando foto de cómo quedó',
		'18 min',
		2,
		['Cosechadora', 'Reclamo']
	],
	[
		'Joaquín Peralta',
		'email',
		lerma,
		'Tú: Le confirmo la pieza para el jueves.',
		'1 h',
		0,
		['Refacciones']
	],
	[
		'Cooperativa San Isidro',
		'webchat',
		sur,
		'¿Quién nos puede ver la sembradora?',
		'2 h',
		1,
		['Sin asignar']
	],
	[
		'Martín Villaseñor',
		'sms',
		sur,
		'Nota de Luz: espera al técnico de zona',
		'ayer',
		0,
		['En espera']
	],
	['Esteban Guardiola Rincón', 'whatsapp', lerma, 'Gracias, quedó perfecto 👍', 'ayer', 0, ['GPS']],
	[
		'Aurelio Santamaría de los Monteros',
		'whatsapp',
		undefined,
		'Me urge el filtro, la trilladora está parada desde el lunes',
		'14 oct',
		12,
		['Garantía', 'Trilla', 'Zona Bajío']
	]
].map(([contact, kind, organisation, last, time, unread, tags], n) => ({
	id: `tkt_${n}`,
	href: n === 0 ? '/dev/shell?open=1' : `#tkt_${n}`,
	contact,
	contactId: `con_${n}`,
	channel: { kind, name: kind },
	organisation,
	last,
	time,
	late: n === 0,
	unread,
	tags: (tags as string[]).map((text) => ({ text })),
	assignee: n === 3 ? { id: 'mem_luz', name: 'Luz Arriaga' } : undefined
})) as RowView[];

export const organisations = [
	{ id: 'org_mb', name: 'Maquinaria del Bajío', external: false, unread: 4 },
	{ id: 'org_tl', name: 'Tractores Lerma', external: true, unread: 120 },
	{ id: 'org_as', name: 'AgroSur', external: true, unread: 0 }
];
