/** Six digits are the application's code of the moment; anything else is a recovery code. */
export function second(typed: string): { code?: string; recovery_code?: string } {
	const bare = typed.replace(/\s/g, '');
	if (bare === '') return {};
	return /^\d{6}$/.test(bare) ? { code: bare } : { recovery_code: typed.trim() };
}
