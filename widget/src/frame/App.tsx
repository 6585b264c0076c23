import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { State } from '../chat/state';
import type { FileView } from '../chat/types';
import { say } from '../text';
import { Compose, flawOf } from './Compose';
import { DeskContext, type Desk } from './desk';
import { Details } from './Details';
import { Head } from './Head';
import { Icon } from './icons';
import { Light } from './Light';
import { Log } from './Log';
import { Latest } from './Message';
import { rowsOf } from './rows';

interface Props {
	state: State;
	desk: Omit<Desk, 'enlarge'>;
	/** What a screen reader is told next. */
	said: string;
	close: (() => void) | null;
}

export function App({ state, desk, said, close }: Props) {
	const [large, setLarge] = useState<FileView | null>(null);
	const whole = useMemo(() => ({ ...desk, enlarge: setLarge }), [desk]);
	return (
		<DeskContext.Provider value={whole}>
			<main class="app">
				<Head state={state} close={close} />
				{state.offline && (
					<p class="pill" role="status">
						<Icon name="cloud" />
						{say('offline')}
					</p>
				)}
				<Body state={state} desk={desk} />
				<p class="hush" role="status">
					{said}
				</p>
				{large && <Light file={large} close={() => setLarge(null)} />}
			</main>
		</DeskContext.Provider>
	);
}

function Body({ state, desk }: { state: State; desk: Props['desk'] }) {
	if (state.phase === 'locked') return <p class="middle">{say('locked')}</p>;
	if (state.phase === 'expired') return <p class="middle">{say('expired')}</p>;
	if (state.phase === 'gone') return <p class="middle">{say('gone')}</p>;
	if (
		state.phase === 'loading' ||
		(!state.synced && !state.pending.length && !state.messages.length)
	)
		return <Skeleton />;
	return <Conversation state={state} desk={desk} />;
}

function Skeleton() {
	return (
		<div class="skeleton" role="status" aria-label={say('loading')}>
			<i />
			<i />
			<i />
		</div>
	);
}

function Conversation({ state, desk: { chat } }: { state: State; desk: Props['desk'] }) {
	const [files, setFiles] = useState<File[]>([]);
	const [flaw, setFlaw] = useState('');
	const [away, setAway] = useState<{ unseen: number; go: () => void } | null>(null);
	const foot = useRef<HTMLDivElement>(null);
	const closed = state.ticket?.state === 'closed' && !state.again && !state.pending.length;
	const max = state.config?.max_file_size ?? 0;

	function pick(picked: File[]) {
		const taken = [...files];
		let found = '';
		for (const file of picked) {
			const wrong = flawOf(file, taken.length, max);
			if (wrong) found = wrong;
			else taken.push(file);
		}
		setFiles(taken);
		setFlaw(found);
	}

	const over = useDrop(closed || state.form ? null : pick);
	const write = () => requestAnimationFrame(() => foot.current?.querySelector('textarea')?.focus());

	return (
		<>
			<Log
				rows={rowsOf(state, say('you'), say('hello'), Date.now())}
				typing={state.typing}
				fromStart={state.form !== null}
				away={(unseen, go) => setAway(unseen === null ? null : { unseen, go })}
			>
				{state.form && (
					<li>
						<Details
							form={state.form}
							done={(values) => {
								chat.answer(values);
								write();
							}}
						/>
					</li>
				)}
			</Log>
			{!state.form && (
				<div class="foot" ref={foot}>
					{away && <Latest unseen={away.unseen} go={away.go} />}
					{closed ? (
						<div class="notice">
							<p>{say('closed')}</p>
							<button
								type="button"
								class="primary"
								onClick={() => {
									chat.beginAgain();
									write();
								}}
							>
								{say('closed.again')}
							</button>
						</div>
					) : (
						<Compose
							files={files}
							flaw={flaw}
							pick={pick}
							drop={(gone) => {
								setFiles(files.filter((file) => file !== gone));
								setFlaw('');
							}}
							sent={() => {
								setFiles([]);
								setFlaw('');
							}}
						/>
					)}
				</div>
			)}
			{over && <div class="drop">{say('compose.drop')}</div>}
		</>
	);
}

/** Files dropped anywhere on the frame; a page that took them itself would leave the conversation. */
function useDrop(take: ((files: File[]) => void) | null): boolean {
	const [over, setOver] = useState(false);
	useEffect(() => {
		const drag = (event: DragEvent) => {
			if (!event.dataTransfer?.types.includes('Files')) return;
			event.preventDefault();
			setOver(event.type === 'dragover' && take !== null);
			if (event.type === 'drop' && take) take([...event.dataTransfer.files]);
		};
		const names = ['dragover', 'dragleave', 'drop'] as const;
		for (const name of names) document.addEventListener(name, drag);
		return () => {
			for (const name of names) document.removeEventListener(name, drag);
		};
	}, [take]);
	return over;
}
