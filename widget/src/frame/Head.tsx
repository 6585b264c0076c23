import { useState } from 'preact/hooks';
import type { State } from '../chat/state';
import { say } from '../text';
import { initials, moment } from '../text/format';
import { useDesk } from './desk';
import { Icon } from './icons';

/** Who answers: the organisation, and the advisor as soon as there is one. */
export function Head({ state, close }: { state: State; close: (() => void) | null }) {
	const { sound } = useDesk();
	const [on, setOn] = useState(sound.on);
	const { config, ticket } = state;
	const house = config?.organisation.name ?? '';
	const person = ticket && ticket.state !== 'closed' ? ticket.assignee?.name : null;
	return (
		<header class="head">
			<span class="face" aria-hidden="true">
				{initials(person ?? house)}
			</span>
			<div class="who">
				<h1 tabIndex={-1}>{house}</h1>
				<p>{line(state, person ?? null)}</p>
			</div>
			<button
				type="button"
				class="icon"
				aria-pressed={on}
				aria-label={say('header.sound')}
				title={say('header.sound')}
				onClick={() => {
					sound.toggle();
					setOn(sound.on);
				}}
			>
				<Icon name={on ? 'bell' : 'mute'} />
			</button>
			{close && (
				<button
					type="button"
					class="icon"
					aria-label={say('header.close')}
					title={say('header.close')}
					onClick={close}
				>
					<Icon name="close" />
				</button>
			)}
		</header>
	);
}

function line({ config, ticket, again }: State, person: string | null): string {
	if (person) return say('status.open', { name: person });
	// The page may stay until attention opens; then this is no news any more.
	const closed = config?.closed;
	const opens = closed?.opens_at;
	if (closed && (!opens || Date.parse(opens) > Date.now()))
		return opens
			? say('status.outside', { when: moment(opens, Date.now()) })
			: say('status.outside.later');
	if (ticket?.state === 'waiting') return say('status.waiting');
	if (ticket?.state === 'closed' && !again) return say('status.closed');
	return config?.channel.name ?? '';
}
