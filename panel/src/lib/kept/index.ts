import { live } from '$lib/live';
import { Answers, type Kept } from './answers.svelte';
import { shelf } from './shelf';

export { timelinePlace } from './places';

/** What was last seen by whoever sits here. */
export const answers = new Answers({
	shelf: shelf<Kept>('seen'),
	now: () => Date.now(),
	wait: (ms) => new Promise((done) => setTimeout(done, ms)),
	offline: () => typeof navigator !== 'undefined' && navigator.onLine === false
});

live.on('happened', '*', ({ type, org, subject }) => {
	if (type === 'gone') void answers.gone(org, subject?.id);
});
live.on('reset', '*', (org) => answers.renewed(org));
live.on('access', '*', (org) => void answers.leave(org));
live.on('left', '*', (org) => void answers.leave(org));
