/** Who else is at a ticket, as the live line whispers it. */
import { live } from '$lib/live';
import { session } from '$lib/me/session.svelte';
import { Company } from '$lib/store/company.svelte';

export const company = new Company();

for (const kind of ['viewing', 'typing', 'left'])
	live.on('whispered', kind, (whisper) => {
		// Oneself in another window is no company.
		if (whisper.body.member !== session.membership(whisper.org)?.member.id) company.hear(whisper);
	});
live.on('happened', 'message', ({ body, by, kind }) => {
	if (typeof body?.ticket === 'string' && kind?.endsWith('.created'))
		company.wrote(body.ticket, by ?? undefined);
});
session.onForget(() => company.clear());
