/** What can be chosen about a channel, by kind, and the form of it that people fill in. */
import type { Item } from '$lib/api/shapes';

export type Channel = Item<'/api/v1/organisations/{org}/channels'>;

export type Input = 'text' | 'email' | 'phone' | 'choice';

export interface PreChat {
	name: string;
	label: string;
	kind: Input;
	choices?: string[];
	required: boolean;
}

export interface WebChat {
	greeting: string;
	colour: string;
	position: 'right' | 'left';
	theme: 'auto' | 'light' | 'dark';
	locale: string | null;
	pre_chat: PreChat[];
	allowed_origins: string[];
	identity_required: boolean;
	answers_by_mail: boolean;
	mail_after_seconds: number;
}

const plain: WebChat = {
	greeting: '',
	colour: '#0e6b5c',
	position: 'right',
	theme: 'auto',
	locale: null,
	pre_chat: [],
	allowed_origins: [],
	identity_required: false,
	answers_by_mail: true,
	mail_after_seconds: 300
};

/** What is asked in one line: the three that go to the contact, or a question of the organisation's own. */
export const asks = ['name', 'email', 'phone', 'text', 'choice'] as const;
export type Ask = (typeof asks)[number];

/** A question as it is edited. */
export interface Question {
	key: number;
	ask: Ask;
	label: string;
	/** One choice a line. */
	choices: string;
	required: boolean;
	/** The name that answers already go by: a new label does not change it. */
	name?: string;
	/** How the answer is typed where that is not what `ask` says. */
	kind?: Input;
}

export interface WebForm {
	name: string;
	team: string;
	greeting: string;
	colour: string;
	position: WebChat['position'];
	theme: WebChat['theme'];
	/** Empty: the visitor's own. */
	locale: string;
	questions: Question[];
	/** One a line. */
	origins: string;
	identity: boolean;
	/** Answers that are not seen go by mail; how soon is only carried along. */
	mail: boolean;
	mailAfter: number;
}

export function webForm({ name, team, managed }: Channel): WebForm {
	const settings = { ...plain, ...(managed?.settings as Partial<WebChat> | undefined) };
	return {
		name,
		team,
		greeting: settings.greeting,
		colour: settings.colour,
		position: settings.position,
		theme: settings.theme,
		locale: settings.locale ?? '',
		questions: settings.pre_chat.map(question),
		origins: settings.allowed_origins.join('\n'),
		identity: settings.identity_required,
		mail: settings.answers_by_mail,
		mailAfter: settings.mail_after_seconds
	};
}

export function webChat(form: WebForm): WebChat {
	return {
		greeting: form.greeting,
		colour: form.colour.trim(),
		position: form.position,
		theme: form.theme,
		locale: form.locale || null,
		pre_chat: preChat(form.questions),
		allowed_origins: lines(form.origins),
		identity_required: form.identity,
		answers_by_mail: form.mail,
		mail_after_seconds: form.mailAfter
	};
}

export interface WhatsAppForm {
	name: string;
	team: string;
	number: string;
	numberId: string;
	account: string;
	/** Empty: what was given stays. */
	token: string;
	secret: string;
}

interface WhatsApp {
	phone_number_id: string;
	account_id: string;
	number: string;
}

export function whatsAppForm({ name, team, managed }: Channel): WhatsAppForm {
	const settings = managed?.settings as Partial<WhatsApp> | undefined;
	return {
		name,
		team,
		number: settings?.number ?? '',
		numberId: settings?.phone_number_id ?? '',
		account: settings?.account_id ?? '',
		token: '',
		secret: ''
	};
}

/** What is saved of it. */
export function whatsApp(form: WhatsAppForm) {
	const given = { access_token: form.token.trim(), app_secret: form.secret.trim() };
	return {
		name: form.name,
		team: form.team,
		settings: {
			phone_number_id: form.numberId.trim(),
			account_id: form.account.trim(),
			number: form.number
		} satisfies WhatsApp,
		credentials: Object.fromEntries(Object.entries(given).filter(([, value]) => value))
	};
}

export interface TelegramForm {
	name: string;
	team: string;
	/** Empty: what was given stays. */
	token: string;
}

export function telegramForm({ name, team }: Channel): TelegramForm {
	return { name, team, token: '' };
}

/** What is saved of it. */
export function telegram({ name, team, token }: TelegramForm) {
	const given = token.trim();
	const credentials: Record<string, string> = given ? { bot_token: given } : {};
	return { name, team, credentials };
}

/** Where customers write to a bot; empty until Telegram was asked who it is. */
export function botLink({ managed }: Channel): string {
	const { username } = (managed?.settings ?? {}) as { username?: string };
	return username ? `https://t.me/${username}` : '';
}

export function apiUrl({ managed }: Channel): string {
	return (managed?.settings as { url?: string | null } | undefined)?.url ?? '';
}

function question(q: PreChat, key: number): Question {
	const own = q.kind === 'choice' ? 'choice' : 'text';
	return {
		key,
		ask: isKnown(q.name) ? q.name : own,
		label: q.label,
		choices: (q.choices ?? []).join('\n'),
		required: q.required ?? false,
		name: q.name,
		kind: q.kind
	};
}

export function preChat(questions: readonly Question[]): PreChat[] {
	const taken = new Set<string>();
	return questions.map((q) => {
		const name = isKnown(q.ask) ? q.ask : unused(kept(q.name) ?? word(q.label), taken);
		taken.add(name);
		const kind = kindOf(q);
		return {
			name,
			label: q.label.trim(),
			kind,
			...(kind === 'choice' ? { choices: lines(q.choices) } : {}),
			required: q.required
		};
	});
}

/** The questions about the contact that are not asked yet, each of which makes sense once. */
export function free(questions: readonly Question[], but?: Question): Ask[] {
	return asks.filter((ask) => !isKnown(ask) || !questions.some((q) => q !== but && q.ask === ask));
}

export function lines(text: string): string[] {
	return text
		.split('\n')
		.map((line) => line.trim())
		.filter(Boolean);
}

function isKnown(name: string): name is 'name' | 'email' | 'phone' {
	return name === 'name' || name === 'email' || name === 'phone';
}

/** A name that is the contact's own does not stay when the question becomes another. */
const kept = (name: string | undefined) => (name && !isKnown(name) ? name : undefined);

function kindOf(q: Question): Input {
	if (q.ask === 'email' || q.ask === 'phone' || q.ask === 'choice') return q.ask;
	const typed = q.kind === 'email' || q.kind === 'phone' ? q.kind : 'text';
	return q.ask === 'text' && kept(q.name) ? typed : 'text';
}

/** What answers go by: the first words of the label, as far as the API takes them. */
function word(label: string): string {
	const plainly = label
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '_')
		.slice(0, 32)
		.replace(/^_+|_+$/g, '');
	return plainly && !isKnown(plainly) ? plainly : `question${plainly && `_${plainly}`}`;
}

function unused(name: string, taken: ReadonlySet<string>): string {
	if (!taken.has(name)) return name;
	let n = 2;
	while (taken.has(`${name}_${n}`)) n += 1;
	return `${name}_${n}`;
}

/** Where the outside finds a channel; `origin` is the desk's own address. */
export function addresses(origin: string, address: string) {
	return {
		snippet: `<script async src="${origin}/widget.js" data-key="${address}"></` + 'script>',
		tryIt: `${origin}/try/${encodeURIComponent(address)}`,
		messages: `${origin}/api/v1/channels/${encodeURIComponent(address)}/messages`,
		whatsapp: `${origin}/api/v1/hooks/whatsapp/${encodeURIComponent(address)}`
	};
}
