/** A desk made up for looking at the widget by hand: `npm run build && npm run dev`. It answers what one writes. */
import { Desk } from './desk.js';
import { fields } from './fields.js';

const desk = await new Desk({ pre_chat: fields }).start(Number(process.env['PORT'] ?? 8090));
console.log(`${desk.origin}/try/web`);

setInterval(() => {
	for (const visitor of desk.visitors.values()) {
		const last = visitor.messages.at(-1);
		if (last?.kind !== 'in') continue;
		const quiet = Date.now() - Date.parse(last.created_at);
		if (quiet < 1500) continue;
		if (quiet < 4000) desk.push({ type: 'typing', name: 'Inés Quiroga' }, visitor);
		else if (visitor === desk.last) {
			desk.ticket({ state: 'open', assignee: { name: 'Inés Quiroga' } });
			desk.read();
			desk.say(`Leí «${last.body || (last.files[0]?.name ?? '')}». Déjeme revisarlo.`);
		}
	}
}, 1000);
