// Checks the console's JavaScript: ESLint's recommended rules, no import circles, and the rooms.
import js from '@eslint/js';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import globals from 'globals';

const CONSOLE = 'src/main/webapp/assets/console';

/** Files in `target` import nothing from `from`, except from the folders in `except`. */
const closed = (target, from, message, except = []) => ({
  target: `${CONSOLE}/${target}`,
  from: `${CONSOLE}/${from}`,
  except,
  message,
});

const page = (target, except) => closed(target, 'pages', 'A page imports no other page.', except);

const ROOMS = [
  closed('ui', '.', 'ui draws, and imports no other room.', ['./ui']),
  closed('net', '.', 'net talks to the server, and imports no other room.', ['./net']),
  closed('session', '.', 'session imports net and ui only.', ['./session', './net', './ui']),
  closed('pages', 'app.js', 'app.js opens the pages; no page imports it.'),
  page('pages/job', ['./job']),
  page('pages/jobs', ['./jobs']),
  page('pages/schedules', ['./schedules']),
  page('pages/start', ['./start']),
  page('pages/failures', ['./failures']),
  page('pages/nodes.js'),
  page('pages/operation', ['./operation']),
  page('pages/overview', ['./overview']),
  page('pages/raw.js'),
];

export default [
  js.configs.recommended,
  {
    files: ['src/main/webapp/**/*.js'],
    languageOptions: { globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['src/main/webapp/swagger-ui/*.js'],
    languageOptions: { globals: { SwaggerUIBundle: 'readonly' } },
  },
  {
    files: [`${CONSOLE}/**/*.js`],
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createNodeResolver()] },
    rules: {
      'import-x/named': 'error',
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { zones: ROOMS }],
      'import-x/no-unresolved': 'error',
    },
  },
  {
    files: ['src/bench/npm/*.js', 'src/test/container/*.js'],
    languageOptions: { globals: globals.node },
  },
  { ignores: ['target/', 'data/', '**/dist/'] },
];
