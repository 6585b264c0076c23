import type { Config } from '../chat/types';
import { colourOf, palette } from './colour';

/** Light or dark as the organisation fixes it or the device wants it, in the organisation's colour. */
export function dress(root: HTMLElement, config: Config): void {
	const device = matchMedia('(prefers-color-scheme: dark)');
	const draw = () => {
		const dark = config.theme === 'auto' ? device.matches : config.theme === 'dark';
		root.dataset['theme'] = dark ? 'dark' : 'light';
		for (const [name, value] of Object.entries(palette(colourOf(config.colour), dark)))
			root.style.setProperty(name, value);
	};
	device.addEventListener('change', draw);
	draw();
}
