import { flushSync } from 'svelte';
import { describe, expect, test, vi } from 'vitest';
import { Problem } from '$lib/api/problem';
import { Reference, References } from './reference.svelte';

const settle = () => new Promise((done) => setTimeout(done));

describe('a list of names', () => {
	test('is read when it is first looked at, also from within a derivation, and once', async () => {
		const load = vi.fn(() => Promise.resolve([{ id: 'a', name: 'Ana' }]));
		const list = new References(load);
		await settle();
		expect(load).not.toHaveBeenCalled();
		const seen: string[] = [];
		const stop = $effect.root(() => {
			const name = $derived(list.name('a') + list.all.length);
			$effect(() => void seen.push(name));
		});
		flushSync();
		await settle();
		flushSync();
		expect(seen).toEqual(['0', 'Ana1']);
		expect(load).toHaveBeenCalledTimes(1);
		stop();
	});

	test('what changes while it is read is read once more', async () => {
		const answers: ((items: { id: string; name: string }[]) => void)[] = [];
		const list = new References<{ id: string; name: string }>(
			() => new Promise((done) => answers.push(done))
		);
		void list.refresh();
		void list.refresh();
		void list.refresh();
		await settle();
		answers[0]?.([{ id: 'a', name: 'antes' }]);
		await settle();
		answers[1]?.([{ id: 'a', name: 'después' }]);
		await settle();
		expect([answers.length, list.name('a'), list.state]).toEqual([2, 'después', 'ready']);
	});

	test('what one may not read is empty; what failed says so and keeps what it had', async () => {
		const denied = new References(() => Promise.reject(new Problem(403)));
		await denied.refresh();
		expect([denied.state, denied.all]).toEqual(['ready', []]);
		let fails = false;
		const list = new References(() =>
			fails ? Promise.reject(new Problem(500)) : Promise.resolve([{ id: 'a', name: 'Ana' }])
		);
		await list.refresh();
		fails = true;
		await list.refresh();
		expect([list.state, list.name('a')]).toEqual(['failed', 'Ana']);
	});
});

test('an event reads anew the lists of its kind that somebody looked at, and no other', () => {
	const here = new Reference('org_1');
	const lists = { labels: here.labels, teams: here.teams, members: here.members };
	const spies = Object.fromEntries(
		Object.entries(lists).map(([name, list]) => [name, vi.spyOn(list, 'stale')])
	);
	const called = () =>
		Object.entries(spies).flatMap(([name, spy]) => (spy.mock.calls.length ? [name] : []));
	here.changed('label.changed');
	expect(called()).toEqual(['labels']);
	here.changed('team.changed');
	expect(called()).toEqual(['labels', 'teams', 'members']);
});
