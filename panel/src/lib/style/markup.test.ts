import { expect, test } from 'vitest';
import { directives } from '../../../scripts/no-inline-styles';

test('style attributes become directives', () => {
	expect(directives('<div id="a" style="display: contents; width: 1px">x</div>')).toBe(
		'<div id="a" style:display="contents" style:width="1px">x</div>'
	);
	expect(directives('<p style="{x}: 1" style:left="0">style="no: tag"</p>')).toBe(
		'<p style="{x}: 1" style:left="0">style="no: tag"</p>'
	);
});
