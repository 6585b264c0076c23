import { list, t } from '$lib/text/index.svelte';
import { personName } from '../ticket/person';
import type { Preview, Stay, Transfer } from './calls';

/** Who gets how many: `8 a Ana Soto y 6 a Beto Ruiz`. */
export const sharesWords = (shares: Preview['shares']) =>
	list(
		[...shares]
			.sort((a, b) => b.count - a.count)
			.map(({ member, count: n }) => t('bulk.share', { n, who: personName(member) }))
	);

/** What will be, or what was. */
export function movesWords({ moves, shares }: Pick<Preview, 'moves' | 'shares'>): string {
	if (moves === 0) return t('bulk.moves.none');
	return shares.length
		? t('bulk.moves', { n: moves, shares: sharesWords(shares) })
		: t('bulk.moves.queue', { n: moves });
}

/** Why one cannot go: of each who could have got it, the same reason said once. */
export function whyWords({ reasons }: Stay): string {
	const by = new Map<string, string[]>();
	for (const { member, why } of reasons)
		by.set(why, [...(by.get(why) ?? []), ...(member ? [personName(member)] : [])]);
	return [...by]
		.map(([why, names]) => {
			const words = t(`bulk.why.${why as Stay['reasons'][number]['why']}`);
			return names.length ? `${list(names)}: ${words}` : words;
		})
		.join('. ');
}

/** What an act is or has become, on the page of who had the tickets. */
export function transferWords(one: Transfer): string {
	if (one.state === 'running' || one.state === 'undoing')
		return t(`bulk.state.${one.state}`, { n: one.state === 'running' ? one.moved : one.returned });
	if (one.state === 'undone') return t('bulk.undone', { n: one.returned, kept: one.kept });
	return [
		t('bulk.done', { n: one.moved }),
		...(one.shares.length ? [`${sharesWords(one.shares)}.`] : []),
		...(one.stays > 0 ? [t('bulk.stayed', { n: one.stays })] : [])
	].join(' ');
}
