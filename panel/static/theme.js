// The person's theme before the first paint. What the words mean: src/lib/style/theme.ts.
(function () {
	var choice = 'system';
	try {
		choice = localStorage.getItem('relevo.theme') || 'system';
	} catch {
		// Storage may be closed to us; the system's wish stands.
	}
	var dark = matchMedia('(prefers-color-scheme: dark)').matches;
	var more = matchMedia('(prefers-contrast: more)').matches;
	var theme = choice;
	if (choice === 'system') theme = more ? 'contrast' : dark ? 'dark' : 'light';
	if (theme === 'contrast' && dark) theme = 'contrast-dark';
	document.documentElement.dataset.theme = theme;
})();
