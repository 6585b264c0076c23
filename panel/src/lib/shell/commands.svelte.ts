import CircleHelp from '@lucide/svelte/icons/circle-question-mark';
import Search from '@lucide/svelte/icons/search';
import LogOut from '@lucide/svelte/icons/log-out';
import { goto } from '$app/navigation';
import { useCommands, type Command } from '$lib/keys/commands.svelte';
import { paths } from '$lib/paths';
import { t } from '$lib/text/index.svelte';
import type { Place, ShellOrganisation } from './model';
import { places as signs } from './places';

interface Frame {
	org: () => string;
	places: () => Place[];
	organisations: () => ShellOrganisation[];
	palette: () => void;
	help: () => void;
	signOut: () => void;
}

/** What can be done wherever one is. */
export function useShellCommands(frame: Frame): void {
	useCommands(() => {
		const go = t('keys.group.go');
		const general = t('keys.group.general');
		const places = frame.places().map((place): Command => {
			return {
				id: `go.${place}`,
				title: t('command.go', { place: t(`shell.place.${place}`) }),
				group: go,
				icon: signs[place].icon,
				run: () => void goto(signs[place].href(frame.org()))
			};
		});
		const organisations = frame.organisations().map((one): Command => {
			return {
				id: `organisation.${one.id}`,
				title: t('command.organisation', { name: one.name }),
				group: go,
				run: () => void goto(paths.tickets(one.id))
			};
		});
		return [
			{
				id: 'palette',
				title: t('palette.title'),
				group: general,
				keys: 'Mod+k',
				quiet: true,
				run: frame.palette
			},
			{
				id: 'help',
				title: t('keys.title'),
				group: general,
				keys: '?',
				icon: CircleHelp,
				run: frame.help
			},
			...places,
			{
				id: 'go.search',
				title: t('search.all.go'),
				group: go,
				icon: Search,
				run: () => void goto(paths.search(frame.org()))
			},
			...(organisations.length > 1 ? organisations : []),
			{ id: 'sign-out', title: t('act.sign-out'), group: general, icon: LogOut, run: frame.signOut }
		];
	});
}
