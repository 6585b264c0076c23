/**
 * The script that a page of somebody else carries:
 *   <script async src="https://HOST/widget.js" data-key="KEY"></script>
 * It draws the launcher and the frame, and stands between the page and the frame. It knows no texts, keeps nothing and
 * asks the network for nothing but the frame.
 */
import { received, type ToFrame, type ToPage } from '../protocol';
import { makeBox } from './box';
import { makeCover } from './cover';

type Act = 'open' | 'close' | 'toggle' | 'identify';
type Call = [act: Act, value?: string | null];
/** Before the script is there: an object with `identity`, or a function that keeps its calls in `q`. */
type Early = { identity?: string; q?: ArrayLike<unknown>[] } | undefined;

interface Page {
	Relevo?: unknown;
}

function start(script: HTMLScriptElement, key: string): void {
	const page = window as Page;
	const early = page.Relevo as Early;
	const here = location.origin;
	const address = new URL(`widget/frame/${encodeURIComponent(key)}`, script.src);
	const { locale = null, position } = script.dataset;
	// The frame tells what it has to tell to this origin only.
	address.hash = encodeURIComponent(here);

	let identity = early?.identity ?? null;
	let open = false;
	let ready = false;
	const box = makeBox(address.href, () => set(!open, true));
	const cover = makeCover(box.frame, () => set(open, false));

	const url = (): string => location.href.split('#')[0] ?? '';

	function tell(message: ToFrame): void {
		if (ready) box.frame.contentWindow?.postMessage(message, address.origin);
	}

	function set(next: boolean, byHand: boolean): void {
		const { full } = cover;
		if (open && !next) box.leave();
		open = next;
		box.show(open, full);
		cover.set(open);
		if (!open && byHand) box.leave();
		if (open && byHand) box.focus();
		tell({ type: 'page', page: url() });
		tell({ type: 'view', open, full, focus: open && byHand });
	}

	function relevo(act: Act, value?: string | null): void {
		if (act === 'open' || act === 'close')
			set(act === 'open', !!navigator.userActivation?.isActive);
		else if (act === 'toggle') relevo(open ? 'close' : 'open');
		else if (act === 'identify') {
			identity = value || null;
			tell({ type: 'identify', identity });
		} else console.warn(`Relevo: ${String(act)}?`);
	}

	addEventListener('message', (event) => {
		const message = received<ToPage>(event, box.frame.contentWindow, address.origin);
		if (!message) return;
		if (message.type === 'ready') {
			ready = true;
			tell({ type: 'hello', locale, identity, page: url(), open, full: cover.full });
		} else if (message.type === 'look') box.paint(message.look, position);
		else if (message.type === 'unread') box.unread(message.count, message.label, message.said);
		else if (message.type === 'close') set(false, true);
	});
	addEventListener('keydown', (event) => {
		if (open && event.key === 'Escape' && !event.defaultPrevented) set(false, true);
	});

	page.Relevo = relevo;
	for (const call of Array.from(early?.q ?? [])) relevo(...(Array.from(call) as Call));
}

/** A page that carries the script twice has one conversation. */
const MARK = Symbol.for('relevo.widget');

function find(): HTMLScriptElement | null {
	const { currentScript } = document;
	if (currentScript instanceof HTMLScriptElement) return currentScript;
	return document.querySelector('script[data-key][src*="widget.js"]');
}

const script = find();
const key = script?.dataset['key'];
const marked = window as unknown as Record<symbol, boolean>;
if (script && key && !marked[MARK]) {
	marked[MARK] = true;
	// After the page's own things; and never before there is a body to stand in.
	if (document.readyState === 'complete') start(script, key);
	else addEventListener('load', () => start(script, key), { once: true });
}
