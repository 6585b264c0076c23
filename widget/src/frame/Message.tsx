import { count, say, type Key } from '../text';
import { initials, links, time } from '../text/format';
import { useDesk } from './desk';
import { File } from './File';
import { Icon } from './icons';
import type { Bubble } from './rows';

export function Message({ row, latest }: { row: Bubble; latest: boolean }) {
	const { own, first, last, author, body } = row;
	const meta = row.at !== null && (last || row.fate === 'failed');
	const classes = ['msg', own && 'own', first && 'first', last && 'last', meta && 'meta-below'];
	return (
		<li class={classes.filter(Boolean).join(' ')}>
			<span class={first && !own ? 'name' : 'hush'}>{author}</span>
			{!own && last && (
				<span class="face" aria-hidden="true">
					{initials(author)}
				</span>
			)}
			{row.quote && <div class="quote">{row.quote}</div>}
			{row.files.map((file) => (
				<File key={file.id} file={file} />
			))}
			{body && (
				<div class={isJumbo(body) ? 'bubble jumbo' : 'bubble'} dir="auto">
					{links(body).map(({ text, href }) =>
						href ? (
							<a href={href} target="_blank" rel="noopener noreferrer nofollow">
								{text}
							</a>
						) : (
							text
						)
					)}
				</div>
			)}
			{meta && row.at !== null && <Meta row={row} at={row.at} latest={latest} />}
		</li>
	);
}

/** One to three emoji and nothing else. */
function isJumbo(body: string): boolean {
	return /^(\p{Extended_Pictographic}[\u{fe0f}\u{200d}\u{1f3fb}-\u{1f3ff}]*\s*){1,3}$/u.test(body);
}

const icons = {
	sending: 'clock',
	waiting: 'clock',
	sent: 'check',
	read: 'checks',
	failed: 'warn'
} as const;

function Meta({ row, at, latest }: { row: Bubble; at: string | number; latest: boolean }) {
	const { chat } = useDesk();
	const { fate, item } = row;
	if (fate === 'none') return <div class="meta">{time(at)}</div>;
	if (fate === 'failed' && item) {
		const why = item.error?.code === 'file_lost' ? say('file.lost') : (item.error?.title ?? '');
		return (
			<div class="meta failed">
				<span>
					{say('state.failed')} {why}
				</span>
				<span>
					<button type="button" class="link" onClick={() => chat.retry(item.key)}>
						{say('retry')}
					</button>
					<button type="button" class="link" onClick={() => chat.discard(item.key)}>
						{say('discard')}
					</button>
				</span>
			</div>
		);
	}
	const key: Key = `state.${fate}`;
	return (
		<div class={`meta ${fate}`}>
			<span>{time(at)}</span>
			<span class={latest || item ? '' : 'hush'}>{say(key)}</span>
			<Icon name={icons[fate]} size={16} />
		</div>
	);
}

export function Typing({ name }: { name: string }) {
	return (
		<li class="typing">
			<span class="face" aria-hidden="true">
				{initials(name)}
			</span>
			<span class="dots" aria-hidden="true">
				<i />
				<i />
				<i />
			</span>
			<span>{say('typing', { name })}</span>
		</li>
	);
}

export function Latest({ unseen, go }: { unseen: number; go: () => void }) {
	return (
		<button type="button" class="latest" onClick={go}>
			<Icon name="down" size={16} />
			{unseen ? count('latest', unseen) : say('latest')}
		</button>
	);
}
