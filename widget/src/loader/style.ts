/**
 * The launcher's and the frame's looks. As a constructed sheet in a shadow root: the page's own rules do not reach it,
 * and a policy without `unsafe-inline` does not refuse it.
 */
const css = `
:host { all: initial !important; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
button {
	position: fixed; bottom: calc(20px + env(safe-area-inset-bottom)); width: 56px; height: 56px; padding: 0;
	border: 0; border-radius: 50%; background: var(--c); color: var(--i); cursor: pointer; touch-action: manipulation;
	box-shadow: 0 0 0 1px #0000001a, 0 2px 6px #0000002e, 0 8px 24px #00000033;
	display: grid; place-items: center; transition: transform .16s cubic-bezier(.2,.8,.2,1);
}
.right button { right: calc(20px + env(safe-area-inset-right)); }
.left button { left: calc(20px + env(safe-area-inset-left)); }
button:hover { transform: scale(1.05); }
button:active { transform: scale(.97); }
button:focus-visible { outline: 3px solid var(--c); outline-offset: 3px; box-shadow: 0 0 0 3px #fff, 0 0 0 7px #000; }
svg { width: 26px; height: 26px; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.shown .idle, section:not(.shown) .busy { display: none; }
b {
	position: absolute; top: -3px; right: -3px; min-width: 21px; height: 21px; padding: 0 5px; border-radius: 11px;
	background: #c93a24; color: #fff; border: 2px solid #fff; font: 650 11px/17px system-ui, sans-serif; text-align: center;
}
b:empty, .shown b { display: none; }
p { position: fixed; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
iframe {
	position: fixed; bottom: calc(88px + env(safe-area-inset-bottom)); width: 400px; height: min(680px, 100vh - 112px);
	border: 0; border-radius: 16px; background: Canvas; visibility: hidden; opacity: 0; transform: translateY(10px);
	box-shadow: 0 0 0 1px #80808040, 0 12px 48px #00000038;
	transition: opacity .16s, transform .16s cubic-bezier(.2,.8,.2,1), visibility 0s .16s;
}
.right iframe { right: calc(20px + env(safe-area-inset-right)); }
.left iframe { left: calc(20px + env(safe-area-inset-left)); }
.shown iframe { visibility: visible; opacity: 1; transform: none; transition-delay: 0s; }
.full iframe { inset: 0; top: var(--t, 0); width: 100%; height: var(--h, 100%); border-radius: 0; box-shadow: none; transform: none; }
.full.shown button { display: none; }
@media (forced-colors: active) { button, iframe { border: 1px solid; } }
@media (prefers-reduced-motion: reduce) { button, iframe { transition: none; } }
@media print { section { display: none; } }
`;

export function dress(root: ShadowRoot): void {
	try {
		const sheet = new CSSStyleSheet();
		sheet.replaceSync(css);
		root.adoptedStyleSheets = [sheet];
	} catch {
		// A browser from before constructed sheets: a page with a strict policy will not let this through.
		const style = document.createElement('style');
		style.textContent = css;
		root.append(style);
	}
}
