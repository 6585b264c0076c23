/** The frame: one conversation with one channel, in an `iframe` of somebody's page or alone in a window. */
import './style/tokens.css';
import './style/base.css';
import './style/app.css';
import './style/log.css';
import './style/file.css';
import './style/compose.css';
import { render } from 'preact';
import { browserAlone } from '../chat/alone';
import { browserBlobs, memoryBlobs } from '../chat/blobs';
import { Chat } from '../chat/chat';
import { browserStore } from '../chat/store';
import type { Config, Message } from '../chat/types';
import type { ToFrame } from '../protocol';
import { count, localeFor, say, speak } from '../text';
import { App } from './App';
import { colourOf, inkOn } from './colour';
import { Pictures } from './files';
import { enter, keepInside } from './focus';
import { openParent } from './parent';
import { Sound } from './sound';
import { dress } from './theme';
import { upload } from './upload';

const BASE = '/api/v1/widget';
const key = decodeURIComponent(location.pathname.split('/').filter(Boolean).at(-1) ?? '');
const root = document.getElementById('app') ?? document.body;

const parent = openParent(window);
/** Of a link from a mail: behind the `#`, which no browser sends along. */
const link =
	parent.alone && location.pathname.startsWith('/c/') ? location.hash.slice(1) || '-' : null;
// Whose link it is keeps people apart who use one browser, and nothing of it outlives the tab.
const prefix = link === null ? `relevo:${key}:` : `relevo:${key}:${link.slice(-6)}:`;
const store = browserStore(prefix, () => (link === null ? localStorage : sessionStorage));
const sound = new Sound(store);
const alone = browserAlone(`${prefix}visitor`, () => navigator.locks);

let open = parent.alone;
let full = false;
let said = '';
let announced = -1;

const chat = new Chat({
	key: encodeURIComponent(key),
	base: BASE,
	fetch: (...request) => fetch(...request),
	upload,
	socket: () => new WebSocket(`${location.origin.replace(/^http/, 'ws')}${BASE}/live`),
	store,
	blobs: link === null ? browserBlobs(prefix) : memoryBlobs(),
	link,
	alone,
	arrived,
	warn: (text) => console.warn(text)
});
const desk = { chat, store, pictures: new Pictures(chat), sound };

/** At the end of the turn, so that what changes twice within it is drawn once. */
let drawn = true;
function draw(): void {
	if (!drawn || !chat.state.config) return;
	drawn = false;
	queueMicrotask(() => {
		drawn = true;
		render(
			<App state={chat.state} desk={desk} said={said} close={parent.alone ? null : close} />,
			root
		);
		tellUnread();
	});
}

function tellUnread(): void {
	const { unread } = chat.state;
	if (unread === announced) return;
	announced = unread;
	parent.tell({
		type: 'unread',
		count: unread,
		label: unread ? count('launcher.unread', unread) : say('launcher.open'),
		said: unread ? count('unread', unread) : ''
	});
}

function arrived(message: Message): void {
	const name = message.author?.name ?? chat.state.config?.organisation.name ?? '';
	const text = message.body || message.files.map((file) => file.name).join(', ');
	if (open) said = say('said', { name, text });
	if (!open || document.hidden) sound.play();
	draw();
}

function close(): void {
	parent.tell({ type: 'close' });
}

function look(): void {
	chat.view(open && !document.hidden);
}

function heard(message: ToFrame): void {
	if (message.type === 'view') {
		({ open, full } = message);
		look();
		if (open && message.focus) enter();
	} else if (message.type === 'identify') {
		void chat.identify(message.identity);
	} else if (message.type === 'page') {
		chat.moved(message.page);
	}
}

function listen(): void {
	addEventListener('online', () => chat.cameOnline());
	addEventListener('offline', () => chat.wentOffline());
	addEventListener('storage', () => chat.storageChanged());
	// Another link in the same tab is another conversation.
	if (link !== null) addEventListener('hashchange', () => location.reload());
	document.addEventListener('visibilitychange', look);
	document.addEventListener('keydown', (event) => {
		if (document.querySelector('dialog[open]')) return;
		if (event.key === 'Escape' && !event.isComposing && !parent.alone) close();
		if (event.key === 'Tab' && full) keepInside(event);
	});
}

async function begin(config: Config, hello: Extract<ToFrame, { type: 'hello' }>): Promise<void> {
	const locale = localeFor(
		[hello.locale, config.locale],
		navigator.languages,
		config.fallback_locale
	);
	await speak(locale);
	document.documentElement.lang = locale;
	document.title = say('title', { name: config.organisation.name });
	dress(document.documentElement, config);
	const colour = colourOf(config.colour);
	parent.tell({
		type: 'look',
		look: {
			colour,
			ink: inkOn(colour),
			position: config.position,
			title: document.title,
			open: say('launcher.open'),
			close: say('launcher.close')
		}
	});
	listen();
	const opens = Date.parse(config.closed?.opens_at ?? '') - Date.now();
	if (opens > 0 && opens < 2 ** 31) setTimeout(draw, opens);
	chat.subscribe(draw);
	const setting = { locale, page: hello.page, identity: hello.identity };
	const started = chat.start(setting);
	draw();
	await started;
}

/** What the page says first; until we are ready, what it says afterwards waits. */
async function run(): Promise<void> {
	const waiting: ToFrame[] = [];
	let take = (message: ToFrame): void => void waiting.push(message);
	const hello = new Promise<Extract<ToFrame, { type: 'hello' }>>((resolve) => {
		if (parent.alone)
			resolve({ type: 'hello', locale: null, identity: null, page: '', open: true, full: false });
		parent.listen((message) => {
			if (message.type === 'hello') resolve(message);
			else take(message);
		});
	});
	parent.tell({ type: 'ready' });
	const [config, first] = await Promise.all([chat.load(), hello]);
	if (!config) return parent.alone ? gone() : undefined;
	({ open, full } = first);
	await begin(config, first);
	take = heard;
	waiting.forEach(heard);
	look();
}

/** Somebody followed a link to a channel that is no longer there. */
async function gone(): Promise<void> {
	await speak(localeFor([], navigator.languages));
	const text = document.createElement('p');
	text.className = 'middle';
	text.textContent = say('gone');
	root.replaceChildren(text);
}

void run();
