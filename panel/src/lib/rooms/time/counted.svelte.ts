/** Tells an open section that something of its ticket was counted: no event says so, since it happens every minute. */
class Counted {
	last = $state.raw<{ ticket: string }>();

	of(ticket: string): void {
		this.last = { ticket };
	}
}

export const counted = new Counted();
