// @vitest-environment happy-dom
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { session, type Me } from '$lib/me/session.svelte';
import { speech } from '$lib/text/index.svelte';
import { chime } from './chime';
import { herald } from './herald';
import type { Notice } from './notices.svelte';

vi.mock('./chime', () => ({ chime: vi.fn() }));
vi.mock('$app/navigation', () => ({ goto: vi.fn() }));

const shown = vi.fn();
class Shown {
	static permission = 'granted';
	onclick = () => undefined;
	constructor(title: string, options: NotificationOptions) {
		shown(title, options.body);
	}
}

const one: Notice = {
	id: 'ntf_1',
	organisation: { id: 'org_1', name: 'Tractores Lerma' },
	kind: 'mentioned',
	teams: [],
	ticket: { id: 'tkt_1', number: 7, subject: 'No arranca', contact: 'Don Julián' },
	message: 'msg_1',
	actor: { id: 'mem_1', name: 'Luz Arriaga' },
	at: '2026-11-25T12:00:00Z',
	read_at: null
};
const opened = vi.fn();

function chooses(ways: { desktop: boolean; sound: boolean }) {
	const notifications = { mentioned: { ...ways, mail: false } };
	session.me = { account: { notifications } } as unknown as Me;
}

beforeAll(() => speech.use(['es']));
beforeEach(() => {
	localStorage.clear();
	vi.stubGlobal('Notification', Shown);
	vi.spyOn(document, 'hasFocus').mockReturnValue(false);
});
afterEach(() => {
	vi.clearAllMocks();
	session.me = undefined;
});

test('as it was chosen, and the machine says where and not what', async () => {
	chooses({ desktop: true, sound: true });
	await herald([one], opened);
	expect(shown.mock.calls).toEqual([
		['Luz Arriaga te mencionó en el ticket #7', 'Tractores Lerma']
	]);
	expect(chime).toHaveBeenCalledTimes(1);
	localStorage.clear();
	chooses({ desktop: false, sound: false });
	await herald([one], opened);
	expect(shown).toHaveBeenCalledTimes(1);
	expect(chime).toHaveBeenCalledTimes(1);
});

test('who looks at the panel hears it and is shown nothing over it', async () => {
	chooses({ desktop: true, sound: true });
	vi.spyOn(document, 'hasFocus').mockReturnValue(true);
	await herald([one], opened);
	expect(chime).toHaveBeenCalledTimes(1);
	expect(shown).not.toHaveBeenCalled();
});

test('of several panels one tells, and of what was told none again', async () => {
	chooses({ desktop: true, sound: true });
	await Promise.all([herald([one], opened), herald([one], opened)]);
	await herald([{ ...one, id: 'ntf_0', at: '2026-11-25T11:00:00Z' }], opened);
	expect(shown).toHaveBeenCalledTimes(1);
	expect(chime).toHaveBeenCalledTimes(1);
	await herald([{ ...one, id: 'ntf_2', at: '2026-11-25T12:00:01Z' }], opened);
	expect(shown).toHaveBeenCalledTimes(2);
});

test('nothing fresh, nothing told; a browser that shows none only sounds', async () => {
	chooses({ desktop: true, sound: true });
	await herald([], opened);
	expect(chime).not.toHaveBeenCalled();
	vi.stubGlobal('Notification', Object.assign(vi.fn(), { permission: 'denied' }));
	await herald([one], opened);
	expect(chime).toHaveBeenCalledTimes(1);
});
