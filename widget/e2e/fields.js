/** A form before the conversation with one of each kind. @type {import('../src/chat/types').Field[]} */
export const fields = [
	{ name: 'name', label: 'Nombre', kind: 'text', required: true },
	{ name: 'email', label: 'Correo', kind: 'email', required: true },
	{ name: 'phone', label: 'Teléfono', kind: 'phone', required: false },
	{
		name: 'topic',
		label: 'Motivo',
		kind: 'choice',
		choices: ['Refacciones', 'Servicio en campo', 'Facturación'],
		required: true
	}
];
