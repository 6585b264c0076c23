import globals from 'globals';
import ts from 'typescript-eslint';

export default ts.config({ ignores: ['build/', 'screens/'] }, ...ts.configs.strict, {
	languageOptions: { globals: { ...globals.browser, ...globals.node } },
	rules: {
		// TypeScript knows names better than the linter does.
		'no-undef': 'off',
		'@typescript-eslint/no-non-null-assertion': 'error',
		'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
		// The frame's and the hosts' policies refuse both; text becomes nodes, never markup.
		'no-restricted-properties': [
			'error',
			{ property: 'innerHTML', message: 'Build nodes.' },
			{ property: 'outerHTML', message: 'Build nodes.' }
		],
		'no-restricted-syntax': [
			'error',
			{ selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'Build nodes.' },
			{
				selector: "JSXAttribute[name.name='style'][value.type='Literal']",
				message: 'A style attribute is refused by the policy; an object goes through CSSOM.'
			}
		]
	}
});
