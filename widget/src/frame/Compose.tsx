import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { say } from '../text';
import { size } from '../text/format';
import { useDesk } from './desk';
import { isPicture } from './files';
import { Icon } from './icons';

const DRAFT = 'draft';
const MOST = 10;
/** What the server takes, in characters. Said before it is sent, not cut: a text that was pasted is not to lose its end. */
const LONGEST = 4000;

interface Props {
	files: File[];
	flaw: string;
	pick(files: File[]): void;
	drop(file: File): void;
	sent(): void;
}

/** Why a file cannot be sent, or nothing. */
export function flawOf(file: File, count: number, max: number): string {
	if (count >= MOST) return say('file.many', { n: MOST });
	if (!file.size) return say('file.empty', { name: file.name });
	if (max && file.size > max) return say('file.large', { name: file.name, max: size(max) });
	return '';
}

export function Compose({ files, flaw, pick, drop, sent }: Props) {
	const { chat, store } = useDesk();
	const [text, setText] = useState(store.get(DRAFT) ?? '');
	const area = useRef<HTMLTextAreaElement>(null);
	const picker = useRef<HTMLInputElement>(null);
	const empty = !text.trim() && !files.length;
	const long = [...text.trim()].length > LONGEST;
	const wrong = long ? say('compose.long', { max: LONGEST }) : flaw;

	function write(value: string) {
		setText(value);
		if (value) store.set(DRAFT, value);
		else store.remove(DRAFT);
		if (value.trim()) chat.isTyping();
	}

	function send() {
		area.current?.focus();
		if (empty || long) return;
		void chat.send({ body: text.trim(), files });
		write('');
		sent();
	}

	function key(event: KeyboardEvent) {
		// While characters are being composed, Enter chooses one of them.
		if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229)
			return;
		event.preventDefault();
		send();
	}

	function paste(event: ClipboardEvent) {
		const pasted = [...(event.clipboardData?.files ?? [])];
		if (!pasted.length) return;
		event.preventDefault();
		pick(pasted);
	}

	useLayoutEffect(() => {
		const { current } = area;
		if (!current) return;
		current.style.height = 'auto';
		current.style.height = `${current.scrollHeight}px`;
	}, [text]);

	return (
		<form
			class="compose"
			onSubmit={(event) => {
				event.preventDefault();
				send();
			}}
		>
			{wrong && (
				<p class="flaw" role="alert">
					{wrong}
				</p>
			)}
			{files.length > 0 && (
				<ul class="chips" aria-label={say('compose.files')}>
					{files.map((file) => (
						<Chip
							file={file}
							drop={() => {
								drop(file);
								area.current?.focus();
							}}
						/>
					))}
				</ul>
			)}
			<div class="row">
				<button
					type="button"
					class="icon"
					aria-label={say('compose.attach')}
					title={say('compose.attach')}
					onClick={() => picker.current?.click()}
				>
					<Icon name="clip" />
				</button>
				<input
					ref={picker}
					type="file"
					multiple
					hidden
					onChange={(event) => {
						pick([...(event.currentTarget.files ?? [])]);
						event.currentTarget.value = '';
						area.current?.focus();
					}}
				/>
				<textarea
					ref={area}
					rows={1}
					value={text}
					aria-label={say('compose.label')}
					placeholder={say('compose.hint')}
					enterkeyhint="send"
					dir="auto"
					onInput={(event) => write(event.currentTarget.value)}
					onKeyDown={key}
					onPaste={paste}
				/>
				<button
					class="icon send"
					disabled={empty || long}
					aria-label={say('compose.send')}
					title={say('compose.send')}
				>
					<Icon name="send" />
				</button>
			</div>
		</form>
	);
}

function Chip({ file, drop }: { file: File; drop: () => void }) {
	const [url, setUrl] = useState('');
	useEffect(() => {
		if (!isPicture({ media_type: file.type })) return;
		const made = URL.createObjectURL(file);
		setUrl(made);
		return () => URL.revokeObjectURL(made);
	}, [file]);
	return (
		<li class="chip">
			{url ? <img src={url} alt="" /> : <Icon name="file" size={16} />}
			<span>{file.name}</span>
			<small>{size(file.size)}</small>
			<button
				type="button"
				class="icon"
				aria-label={say('compose.remove', { name: file.name })}
				onClick={drop}
			>
				<Icon name="close" size={14} />
			</button>
		</li>
	);
}
