/** What a sign-in was made with, in words that a person knows: the browser and the system, out of what the browser said. */
const browsers: [RegExp, string][] = [
	[/Edg(?:e|A|iOS)?\//, 'Edge'],
	[/OPR\/|Opera/, 'Opera'],
	[/SamsungBrowser\//, 'Samsung Internet'],
	[/Firefox\/|FxiOS\//, 'Firefox'],
	[/Chrome\/|CriOS\//, 'Chrome'],
	[/Safari\//, 'Safari']
];
const systems: [RegExp, string][] = [
	[/iPhone|iPad|iPod/, 'iOS'],
	[/Android/, 'Android'],
	[/CrOS/, 'ChromeOS'],
	[/Windows/, 'Windows'],
	[/Mac OS X|Macintosh/, 'macOS'],
	[/Linux/, 'Linux']
];

const first = (said: string, list: [RegExp, string][]) =>
	list.find(([sign]) => sign.test(said))?.[1];

export interface Agent {
	browser?: string;
	system?: string;
	phone: boolean;
}

export const agentOf = (said: string): Agent => ({
	browser: first(said, browsers),
	system: first(said, systems),
	phone: /iPhone|iPad|Android|Mobile/.test(said)
});
