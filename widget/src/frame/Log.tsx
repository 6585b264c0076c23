import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { say } from '../text';
import { Message, Typing } from './Message';
import type { Row } from './rows';

/** How far from the end one may be and still be taken for being at it. */
const NEAR = 60;

interface Props {
	rows: Row[];
	typing: string | null;
	/** It begins at its beginning: there is a form to be read first. */
	fromStart: boolean;
	/** What stands below the last message and scrolls with it. */
	children?: ComponentChildren;
	/** Draws the way back to the end, while the reader is not there. */
	away(unseen: number | null, go: () => void): void;
}

/** The conversation. It stays at its end while the reader is there, and where the reader is otherwise. */
export function Log({ rows, typing, fromStart, children, away }: Props) {
	const box = useRef<HTMLDivElement>(null);
	const list = useRef<HTMLOListElement>(null);
	const stuck = useRef(true);
	const top = useRef(0);
	const [seen, setSeen] = useState(0);
	const bubbles = rows.filter((row) => row.kind === 'bubble');
	const lastBubble = bubbles.at(-1);
	const lastOwn = bubbles.findLast((row) => row.own);

	function toEnd() {
		stuck.current = true;
		away(null, toEnd);
		box.current?.scrollTo({ top: box.current.scrollHeight });
	}

	function scrolled() {
		const { current } = box;
		if (!current) return;
		const near = current.scrollHeight - current.scrollTop - current.clientHeight < NEAR;
		// Only who goes up leaves the end; that the end moves away, as when a picture arrives, is no leaving.
		const up = current.scrollTop < top.current;
		top.current = current.scrollTop;
		if (fromStart || near === stuck.current || (!near && !up)) return;
		stuck.current = near;
		setSeen(bubbles.length);
		away(near ? null : 0, toEnd);
	}

	useLayoutEffect(() => {
		stuck.current = !fromStart;
	}, [fromStart]);

	useLayoutEffect(() => {
		if (lastBubble?.own) toEnd();
		if (!stuck.current && !fromStart) away(Math.max(0, bubbles.length - seen), toEnd);
	}, [lastBubble?.key]);

	// Pictures arrive, the window and the composer change their height: the end stays in view.
	useLayoutEffect(() => {
		const { current } = box;
		if (!current || !list.current) return;
		const watch = new ResizeObserver(() => {
			if (stuck.current) current.scrollTop = current.scrollHeight;
		});
		watch.observe(current);
		watch.observe(list.current);
		return () => watch.disconnect();
	}, []);

	return (
		// A region that scrolls must be reachable by keyboard. What arrives is announced elsewhere, with its author.
		<div
			class="log"
			role="log"
			aria-live="off"
			aria-label={say('log')}
			tabIndex={0}
			ref={box}
			onScroll={scrolled}
		>
			<ol ref={list}>
				{rows.map((row) =>
					row.kind === 'day' ? (
						<li class="day" key={row.key}>
							{row.text}
						</li>
					) : row.kind === 'new' ? (
						<li class="newline" key={row.key}>
							{say('new')}
						</li>
					) : (
						<Message key={row.key} row={row} latest={row === lastOwn} />
					)
				)}
				{typing && <Typing name={typing} />}
				{children}
			</ol>
		</div>
	);
}
