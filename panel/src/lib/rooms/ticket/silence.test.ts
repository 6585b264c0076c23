import { expect, test } from 'vitest';
import { toneOf } from './silence';

const limits = { idle_notice_minutes: 5, idle_alarm_minutes: 15 };
const since = '2026-11-26T10:00:00Z';
const after = (minutes: number) => Date.parse(since) + minutes * 60_000;

test('the colour follows the two thresholds', () => {
	const tone = (minutes: number) =>
		toneOf({ state: 'open', silent_since: since }, limits, after(minutes));
	expect([0, 4.9, 5, 14.9, 15, 600].map(tone)).toEqual([
		'calm',
		'calm',
		'notice',
		'notice',
		'alarm',
		'alarm'
	]);
});

test('what is on hold, snoozed, closed or answered has no clock', () => {
	for (const state of ['hold', 'snoozed', 'closed'] as const)
		expect(toneOf({ state, silent_since: since }, limits, after(60))).toBeUndefined();
	expect(toneOf({ state: 'open', silent_since: null }, limits, after(60))).toBeUndefined();
});
