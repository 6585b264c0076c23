/** A great deal, handed in through the API channel as another system would: so many customers, so much said by one of them. */

/** Runs `act(n)` for each of `most`, `wide` at a time. */
async function each(most, wide, act) {
	let next = 0;
	await Promise.all(
		Array.from({ length: wide }, async () => {
			while (next < most) await act((next += 1) - 1);
		})
	);
}

const names = ['Ramón', 'Lucía', 'Teodoro', 'Elena', 'Bruno', 'Ofelia', 'Jacinto', 'Marta'];
const things = ['la tolva no sube', 'falta un filtro', '¿cuándo llega la banda?', 'necesito la factura', 'el sensor marca error'];

/** The API channel of a desk, and what is said through it. `call` is the API as an administrator. */
export async function through(url, call, team) {
	const { managed, secret } = await call('POST', 'channels', { kind: 'api', name: 'Volumen', team });
	const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
	const say = async (id, address, name, text) => {
		const body = JSON.stringify({ id, from: { address, name }, text });
		const response = await fetch(`${url}/api/v1/channels/${managed.address}/messages`, { method: 'POST', headers, body });
		if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
		return response.json();
	};
	return {
		/** Tickets, each of a customer of its own; gives them as they came, the oldest first. */
		async tickets(most) {
			const made = [];
			await each(most, 32, async (n) => {
				const number = String(n).padStart(5, '0');
				made[n] = await say(`t${n}`, `cliente-${n}`, `${names[n % names.length]} ${number}`, `Folio ${number}: ${things[n % things.length]}`);
			});
			return made;
		},
		/** One conversation of so many messages. */
		async conversation(most) {
			const first = await say('m0', 'habla-mucho', 'Doña Conversación', 'Mensaje 0');
			await each(most - 1, 32, (n) => say(`m${n + 1}`, 'habla-mucho', 'Doña Conversación', `Mensaje ${n + 1}: ${things[n % things.length].repeat(1 + (n % 4))}`));
			return first;
		}
	};
}
