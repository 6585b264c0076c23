/** axe's script as text, to be put into pages. */
import { createRequire } from 'node:module';

export const { source } = createRequire(import.meta.url)('axe-core');
