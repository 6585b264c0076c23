/** What stands in the list of the contacts' room. */
export type Which = 'all' | 'mine' | 'companies';
