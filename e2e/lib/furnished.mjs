/** A desk with one of everything in it, as an administrator sees it after a while. Gives what each is called in addresses. */
import { desk } from './desk.mjs';

export async function furnished(options) {
	const it = await desk(options);
	return furnish(it).catch(async (error) => {
		await it.stop();
		throw error;
	});
}

async function furnish(it) {
	const make = (what, body) => it.luz('POST', what, body);
	const [team] = await it.teams();
	await make('teams', { name: 'Refacciones', description: 'Piezas y garantías', hidden: true, parent: team.id });
	for (const [name, colour] of [['Garantía', 'green'], ['Riego', 'blue'], ['Cosecha', 'yellow']]) await make('labels', { name, colour });
	for (const name of ['Pagos', 'Seguimiento']) await make('origins', { name });
	await make('resolutions', { name: 'Enviado a taller' });
	await make('canned', { name: 'Horario', shortcut: 'horario', body: 'Atendemos de lunes a sábado.', category: 'Saludos' });
	await make('fields', { subject: 'ticket', kind: 'text', name: 'Número de serie' });
	await make('fields', { subject: 'contact', kind: 'choice', name: 'Cultivo', choices: ['Maíz', 'Trigo'] });
	await make('tokens', { name: 'Tablero de planta' });
	const webhook = await make('webhooks', { name: 'ERP', url: 'https://erp.invalid/relevo', kinds: ['ticket.created'] });
	await make(`webhooks/${webhook.id}/test`, {});
	const day = [{ from: '09:00', until: '14:00' }, { from: '16:00', until: '19:00' }];
	// For nobody: what customers write does not depend on when a test runs.
	const hours = await make('hours', {
		name: 'Mostrador',
		week: [day, day, day, day, day, [{ from: '22:00', until: '30:00' }], []],
		pauses: [{ name: 'Inventario', days: [6], from: '23:00', until: '23:30' }],
		special_days: [{ name: 'Navidad', from: '2026-12-25T00:00', until: '2026-12-26T00:00', yearly: true }],
		message: [{ locale: 'es', text: 'Abrimos {{next_opening}}.' }],
		answers: true,
		derives: false
	});
	await make('views', { name: 'Urgentes', shared: true, filter: { view: 'all', priority: ['urgent'] } });
	const ines = await it.member('Inés', 'Quiroga', { teams: [team.id] });
	const invited = await it.invite('Teo', 'Luna', { teams: [team.id] });
	// Whoever forgot theirs is put out by being given another: somebody who is needed for nothing else.
	const sol = await it.member('Sol', 'Peña', { teams: [team.id] });
	const { link: reset } = await make(`members/${sol.id}/password-reset`, {});
	const tickets = [];
	for (const subject of ['Tolva', 'Banda', 'Filtro']) tickets.push(await it.ticket(subject));
	const [tolva, banda, filtro] = tickets.map((one) => one.id);
	const labels = (await it.luz('GET', 'labels')).items;
	await it.luz('PUT', `tickets/${tolva}/labels`, { labels: labels.map((one) => one.id) });
	await it.luz('PATCH', `tickets/${tolva}`, { priority: 'urgent' });
	await it.luz('POST', `tickets/${tolva}/take`);
	await make(`tickets/${tolva}/messages`, { body: 'Ya revisamos la pieza.\nhttps://lerma.mx/piezas' });
	await make(`tickets/${tolva}/notes`, { body: '@Inés Quiroga, ¿lo conoces?', mentions: [ines.id] });
	await it.luz('PUT', `tickets/${banda}/assignee`, { member: ines.id });
	await it.luz('PUT', `tickets/${banda}/hold`);
	await make(`tickets/${filtro}/resolution`, { resolution: null, note: null });
	const { contact } = await it.luz('GET', `tickets/${tolva}`);
	const company = await make('companies', { name: 'El Mezquite', document: 'MEZ010203AB1', domains: 'mezquite.mx', note: 'Paga a 30 días.' });
	await it.luz('PATCH', `companies/${company.id}`, { version: 1, phone: '33 1204 4417' });
	const { items: roles } = await it.luz('GET', 'roles');
	const own = await make('roles', { name: 'Taller', reach: 'teams', cells: roles.find((one) => one.key === 'advisor').cells });
	const { items: channels } = await it.luz('GET', 'channels');
	const chat = channels.find((one) => one.kind === 'webchat');
	return Object.assign(it, {
		ines,
		invited,
		reset,
		team: team.id,
		webhook: webhook.id,
		hours: hours.id,
		role: roles.find((one) => one.key === 'operator').id,
		ownRole: own.id,
		contact: contact.id,
		company: company.id,
		open: tolva,
		closed: filtro,
		chat: chat.id,
		api: it.hook.id
	});
}
