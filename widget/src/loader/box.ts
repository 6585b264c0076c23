import type { Look } from '../protocol';
import { dress } from './style';

/** What the page gets: one element at the end of its body with the launcher and the frame, out of the reach of its styles. */
export interface Box {
	frame: HTMLIFrameElement;
	/** Until then there is nothing to see: a launcher that opens nothing would be worse than none. */
	paint(look: Look, position: string | undefined): void;
	unread(count: number, label: string, said: string): void;
	show(open: boolean, full: boolean): void;
	/** The focus goes back to where it came from, if it is in the frame. */
	leave(): void;
	focus(): void;
}

function svg(name: string, path: string): SVGElement {
	const space = 'http://www.w3.org/2000/svg';
	const icon = document.createElementNS(space, 'svg');
	const line = document.createElementNS(space, 'path');
	icon.setAttribute('viewBox', '0 0 24 24');
	icon.setAttribute('class', name);
	icon.setAttribute('aria-hidden', 'true');
	line.setAttribute('d', path);
	icon.append(line);
	return icon;
}

export function makeBox(address: string, pressed: () => void): Box {
	const host = document.createElement('relevo-widget');
	// Above whatever the page thinks is uppermost; the box itself takes no room and no clicks.
	for (const [name, value] of Object.entries({
		position: 'fixed',
		'z-index': '2147483000',
		display: 'block',
		width: '0',
		height: '0'
	}))
		host.style.setProperty(name, value, 'important');
	const root = host.attachShadow({ mode: 'open' });
	dress(root);

	const section = document.createElement('section');
	const button = document.createElement('button');
	const badge = document.createElement('b');
	const status = document.createElement('p');
	const frame = document.createElement('iframe');
	button.type = 'button';
	button.hidden = true;
	button.append(
		svg('idle', 'M4 5h16v11h-7l-5 4v-4H4zM8 9h8M8 12h5'),
		svg('busy', 'M6 9.5l6 6 6-6'),
		badge
	);
	badge.setAttribute('aria-hidden', 'true');
	status.setAttribute('role', 'status');
	frame.src = address;
	frame.allow = 'autoplay';
	button.addEventListener('click', pressed);
	section.append(button, frame, status);
	root.append(section);
	document.body.append(host);

	let names = { open: '', close: '' };
	let shown = false;
	const call = (): void => {
		button.setAttribute('aria-label', shown ? names.close : names.open);
		button.setAttribute('aria-expanded', String(shown));
	};

	return {
		frame,
		paint(look, position) {
			names = { ...look };
			section.style.setProperty('--c', look.colour);
			section.style.setProperty('--i', look.ink);
			section.classList.add((position || look.position) === 'left' ? 'left' : 'right');
			section.setAttribute('aria-label', look.title);
			frame.title = look.title;
			button.hidden = false;
			call();
		},
		unread(count, label, said) {
			badge.textContent = count ? (count > 99 ? '99+' : String(count)) : '';
			names.open = label;
			if (!shown) status.textContent = said;
			call();
		},
		show(open, full) {
			shown = open;
			section.classList.toggle('shown', open);
			section.classList.toggle('full', full);
			if (open) status.textContent = '';
			call();
		},
		leave() {
			if (root.activeElement === frame) button.focus();
		},
		focus: () => frame.focus()
	};
}
