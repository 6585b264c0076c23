/** The demo as it is after a morning's work: webhooks that were told something, a customer who left, a link that was sent. */
import { randomUUID } from 'node:crypto';

import { until } from './desk.mjs';
import { linkIn, visitor } from './visitor.mjs';

const page = `<!doctype html><html lang="es"><title>Sinfín para cosechadora S660</title>
	<meta property="og:site_name" content="Refacciones Lerma">
	<meta name="description" content="Sinfín original de la tolva, con garantía de un año. Entrega en 48 horas en todo el Bajío.">`;

/** The API as somebody of the demo at home, with their token. */
export function through(url, { memberships }) {
	const { organisation, token } = memberships.find((m) => !m.external);
	return async (method, path, body) => {
		const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() };
		const response = await fetch(`${url}/api/v1/organisations/${organisation}/${path}`, { method, headers, body: body && JSON.stringify(body) });
		if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
		return response.status === 204 ? undefined : response.json();
	};
}

/** Webhooks as they are met: one that works, one that fails, one at rest. */
export async function webhooks(call, other) {
	const made = async (name, kinds) => (await call('POST', 'webhooks', { name, url: `${other.url}/relevo`, kinds })).id;
	const works = await made('ERP de refacciones', []);
	for (let n = 0; n < 3; n += 1) await call('POST', `webhooks/${works}/test`, {});
	await call('PATCH', `webhooks/${await made('Tablero de planta', ['note.created'])}`, { state: 'paused' });
	await until(() => other.got.length >= 3);
	other.status = 503;
	await call('POST', `webhooks/${await made('Almacén de datos', ['ticket.created', 'ticket.changed', 'message.created'])}/test`, {});
}

/** A customer who wrote in `chat` and left: their ticket, in which a link was sent, and the link of their mail. */
export async function left(url, call, chat, other, post) {
	other.page = page;
	const { managed } = await call('GET', `channels/${chat.id}`);
	await call('PATCH', `channels/${chat.id}`, { settings: { ...managed.settings, answers_by_mail: true, mail_after_seconds: 1 } });
	const say = visitor(url);
	const { token } = await say('POST', `${chat.address}/visitors`, null, { locale: 'es' });
	const details = { name: 'Abundio Zárate', email: 'abundio@cliente.example' };
	await say('POST', 'messages', token, { body: 'Buenas, ¿tienen el sinfín de la tolva para una S660?', details });
	const { items } = await call('GET', 'tickets?view=all&sort=newest&limit=1');
	const [{ id }] = items;
	await call('POST', `tickets/${id}/messages`, { body: `Sí, lo tenemos: ${other.url}/sinfin-s660` });
	await until(() => post.letters.length > 0);
	return { ticket: id, link: linkIn(post.letters[0]) };
}
