import { api, take } from '$lib/api/client';
import type { Answer, Asked, Item } from '$lib/api/shapes';

const ALL = '/api/v1/organisations/{org}/hours';
const ONE = '/api/v1/organisations/{org}/hours/{hours}';
const DAYS = '/api/v1/organisations/{org}/hours/{hours}/days';
const HOLIDAYS = '/api/v1/organisations/{org}/hours/holidays';
const IN_FORCE = '/api/v1/organisations/{org}/hours/in-force';

export type Hours = Answer<typeof ONE, 'get'>;
export type Now = Hours['now'];
export type Body = Asked<typeof ALL, 'post'>;
export type Day = Item<typeof DAYS>;
export type Holidays = Answer<typeof HOLIDAYS, 'post'>;
export type Holiday = Holidays['items'][number];
export type InForce = Answer<typeof IN_FORCE, 'get'>;

const on = (org: string, hours: string) => ({ params: { path: { org, hours } } });

export const allHours = async (org: string) =>
	(await take(api.GET(ALL, { params: { path: { org } } }))).items;
export const readHours = (org: string, hours: string) => take(api.GET(ONE, on(org, hours)));
export const makeHours = (org: string, body: Body) =>
	take(api.POST(ALL, { params: { path: { org } }, body }));
export const editHours = (org: string, hours: string, body: Body) =>
	take(api.PATCH(ONE, { ...on(org, hours), body }));
export const deleteHours = (org: string, hours: string) => take(api.DELETE(ONE, on(org, hours)));

/** So many days from a date on, as they are saved. */
export const readDays = async (org: string, hours: string, from: string, days: number) =>
	(await take(api.GET(DAYS, { params: { path: { org, hours }, query: { from, days } } }))).items;

/** What an iCalendar would add; nothing is added. */
export const readHolidays = (org: string, calendar: string, time_zone: string) =>
	take(api.POST(HOLIDAYS, { params: { path: { org } }, body: { calendar, time_zone } }));

export const readInForce = (org: string, of: { channel?: string; team?: string }) =>
	take(api.GET(IN_FORCE, { params: { path: { org }, query: of } }));
