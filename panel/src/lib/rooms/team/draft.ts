/** What a team's form holds, and what of it is sent. */
export interface Draft {
	name: string;
	description: string;
	hidden: boolean;
	parent: string;
	mode: Mode;
}

export const modes = ['manual', 'round_robin', 'least_busy', 'quota'] as const;
export type Mode = (typeof modes)[number];

interface Like {
	id: string;
	name: string;
	description: string;
	hidden: boolean;
	parent?: string | null;
	mode?: Mode;
}

export const draftOf = (team?: Like): Draft => ({
	name: team?.name ?? '',
	description: team?.description ?? '',
	hidden: team?.hidden ?? false,
	parent: team?.parent ?? '',
	mode: team?.mode ?? 'manual'
});

export const bodyOf = (draft: Draft) => ({
	name: draft.name.trim(),
	description: draft.description.trim(),
	hidden: draft.hidden,
	parent: draft.parent || null,
	mode: draft.mode
});

/** Under what a team can stand: not under itself, nor under what stands under it. */
export function parentsFor<T extends Like>(teams: readonly T[], team?: string): T[] {
	const under = (one: Like): boolean => {
		const seen = new Set<string>();
		for (let at: Like | undefined = one; at && !seen.has(at.id);) {
			if (at.id === team) return true;
			seen.add(at.id);
			const up: string | null | undefined = at.parent;
			at = teams.find((other) => other.id === up);
		}
		return false;
	};
	return teams.filter((one) => !under(one));
}

/** Parents before their children, each with how deep it stands. */
export function asTree<T extends Like>(teams: readonly T[]): { team: T; depth: number }[] {
	const known = new Set(teams.map((team) => team.id));
	const out: { team: T; depth: number }[] = [];
	const seen = new Set<string>();
	const walk = (parent: string | undefined, depth: number) => {
		for (const team of teams) {
			const up = team.parent && known.has(team.parent) ? team.parent : undefined;
			if (up !== parent || seen.has(team.id)) continue;
			seen.add(team.id);
			out.push({ team, depth });
			walk(team.id, depth + 1);
		}
	};
	walk(undefined, 0);
	return out;
}
