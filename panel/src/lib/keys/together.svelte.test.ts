import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import { commands, useCommands } from './commands.svelte';

test('two who change their commands at the same time both have what they last said', () => {
	let turn = $state(1);
	const say = (id: string) => [{ id, title: `${id} ${turn}`, group: '', run: () => undefined }];
	const leave = $effect.root(() => {
		useCommands(() => say('a'));
		useCommands(() => say('b'));
	});
	flushSync();
	turn = 2;
	flushSync();
	expect(commands.all.map((c) => c.title).sort()).toEqual(['a 2', 'b 2']);
	leave();
	expect(commands.all).toEqual([]);
});
