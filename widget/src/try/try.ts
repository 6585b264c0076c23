/** The page to try the widget on. It is an ordinary page: it includes `widget.js` as any other and calls `Relevo`. */
import '../frame/style/tokens.css';
import './try.css';
import type { Config } from '../chat/types';
import { dress } from '../frame/theme';

declare global {
	interface Window {
		Relevo?: (act: string) => void;
	}
}

const loader = document.querySelector<HTMLScriptElement>('script[data-key]');
const key = loader?.dataset['key'] ?? '';
const asked = new URLSearchParams(location.search).get('lang');
/** The page itself says two languages; whoever reads neither is likelier to read English. The chat on it speaks all. */
const language = (asked ?? navigator.language).startsWith('es') ? 'es' : 'en';

function all(selector: string): HTMLElement[] {
	return [...document.querySelectorAll<HTMLElement>(selector)];
}

function snippet(): string {
	return `<script async src="${location.origin}/widget.js" data-key="${key}"></${'script'}>`;
}

async function copy(): Promise<void> {
	const status = document.querySelector('.copied');
	try {
		await navigator.clipboard.writeText(snippet());
		if (status) status.textContent = language === 'en' ? 'Copied.' : 'Copiado.';
	} catch {
		// No clipboard without TLS: what is selected can be copied by hand.
		const code = document.querySelector('[data-snippet]');
		if (code) getSelection()?.selectAllChildren(code);
	}
}

async function name(): Promise<void> {
	const answer = await fetch(`/api/v1/widget/${encodeURIComponent(key)}`);
	if (!answer.ok) return;
	const config = (await answer.json()) as Config;
	for (const place of all('[data-organisation]')) place.textContent = config.organisation.name;
	document.title = config.organisation.name;
	dress(document.documentElement, config);
}

document.documentElement.lang = language;
for (const button of all('[data-open]'))
	button.addEventListener('click', () => window.Relevo?.('open'));
for (const code of all('[data-snippet]')) code.textContent = snippet();
for (const button of all('[data-copy]')) button.addEventListener('click', () => void copy());
void name();
