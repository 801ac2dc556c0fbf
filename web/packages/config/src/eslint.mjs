import js from '@eslint/js';
import a11y from 'eslint-plugin-jsx-a11y';
import hooks from 'eslint-plugin-react-hooks';
import ts from 'typescript-eslint';

const noClient = (name) => ({
  name,
  message: 'Only @souk/api calls services. Import a verb from @souk/api/<service>.',
});

const FROM_CATALOGUES = "A text is said in every language: put it into the catalogue, src/messages, and say t('its-key').";

/** What every package and app of Souk is linted with; the reasons are in STYLE's numbered items. */
export const soukRules = ts.config(
  { files: ['**/first-paint.js'], languageOptions: { globals: { localStorage: 'readonly', document: 'readonly', addEventListener: 'readonly' } } },
  { files: ['**/early-piece.js'], languageOptions: { globals: { document: 'readonly', window: 'readonly', location: 'readonly', fetch: 'readonly', AbortSignal: 'readonly', URL: 'readonly' } } },
  { ignores: ['**/dist/**', '**/.next/**', '**/node_modules/**', '**/.turbo/**', 'web/together/{src,public}/**', '.venv/**', '.souk/**', '**/*.d.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  { ...a11y.flatConfigs.recommended, files: ['**/*.tsx'] },
  {
    files: ['**/*.{ts,tsx,mjs}'],
    plugins: { 'react-hooks': hooks },
    languageOptions: { globals: { process: 'readonly' } },
    rules: {
      'no-undef': 'off',
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'none' }],
      'no-restricted-globals': ['error', noClient('fetch'), noClient('XMLHttpRequest')],
      'no-restricted-imports': [
        'error',
        {
          paths: ['ky', 'axios', 'react-redux'].map(noDirect),
          patterns: [
            {
              group: ['next/link', 'next/router', 'next/navigation', 'next/dynamic', 'next/script'],
              message: "Pages live without Next's client (docs/decisions/0013): use a plain <a>, the page's shell, import().",
            },
            { group: ['@souk/*/src/*'], message: 'Import what the package exports.' },
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "JSXAttribute[name.name='style']",
          message: "The CSP forbids inline styles. Use a CSS module.",
        },
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: 'Only sanitised HTML and JSON-LD: disable this rule in that line and say why.',
        },
        { selector: 'JSXText[value=/[a-z]{2}/i]', message: FROM_CATALOGUES },
        { selector: 'JSXAttribute[name.name=/^(aria-label|alt|title|placeholder|label)$/] > Literal[value=/[a-z]{2}/i]', message: FROM_CATALOGUES },
      ],
    },
  },
  { files: ['**/public/embed.js'], rules: { 'no-undef': 'off' } }, // runs in pages of other sites, and is no part of a build
  { files: ['**/*.cjs'], rules: { 'no-undef': 'off', '@typescript-eslint/no-require-imports': 'off' } },
  {
    // The owners of what nobody else may import.
    files: ['**/packages/api/src/http.ts', '**/packages/store/src/store.tsx', '**/element/container.mjs'],
    rules: { 'no-restricted-globals': 'off', 'no-restricted-imports': 'off' },
  },
  {
    files: ['e2e/**'],
    rules: {
      // Playwright's fixtures: one that needs no other says {}, and gives what it made by use().
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
      'react-hooks/rules-of-hooks': 'off',
      'no-restricted-globals': 'off', // a story may play a stranger's page
    },
  },
  { files: ['**/generated/*.ts'], rules: { 'max-lines': 'off' } }, // as long as the service's API
  // What tests show is said to nobody.
  { files: ['**/*.test.{ts,tsx}', '**/tests/**'], rules: { 'no-restricted-syntax': 'off', 'max-lines-per-function': 'off', '@typescript-eslint/no-non-null-assertion': 'off' } },
);

function noDirect(name) {
  const owner = { ky: '@souk/api', axios: '@souk/api', 'react-redux': '@souk/store' }[name];
  return { name, message: `Only ${owner} knows it. Import from ${owner}.` };
}
