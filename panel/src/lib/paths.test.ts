import { expect, test } from 'vitest';
import { ownPath, paths } from './paths';

test('addresses', () => {
	expect(paths.tickets('org_1')).toBe('/o/org_1/tickets/mine');
	expect(paths.tickets('org_1', 'team', 'tkt_9', { state: 'open', label: undefined })).toBe(
		'/o/org_1/tickets/team/tkt_9?state=open'
	);
	expect(paths.contacts('org_1')).toBe('/o/org_1/contacts');
	expect(paths.manage('org_1', 'members', 'mem_3')).toBe('/o/org_1/manage/members/mem_3');
	expect(paths.manage('org_1')).toBe('/o/org_1/manage');
	expect(paths.me()).toBe('/me/profile');
	expect(paths.signIn('/o/org_1/contacts?q=a b')).toBe(
		'/sign-in?next=%2Fo%2Forg_1%2Fcontacts%3Fq%3Da+b'
	);
	expect(paths.signIn('/')).toBe('/sign-in');
	expect(paths.invitation('a/b')).toBe('/invitation?token=a%2Fb');
});

test('what comes from an address cannot leave its place', () => {
	expect(paths.tickets('../x', 'mine', 'a/b?c')).toBe('/o/..%2Fx/tickets/mine/a%2Fb%3Fc');
});

test('after signing in one stays at home', () => {
	expect(ownPath('/o/org_1/tickets/mine?x=1#m')).toBe('/o/org_1/tickets/mine?x=1#m');
	for (const bad of [
		null,
		'',
		'https://evil.example',
		'//evil.example',
		'/\\evil.example',
		'javascript:alert(1)',
		'/a\\b',
		'/\t/evil.example',
		'/sign-in?next=/x'
	])
		expect(ownPath(bad)).toBe('/');
});
