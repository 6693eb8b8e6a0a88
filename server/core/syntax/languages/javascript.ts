// JavaScript with JSX. Regex literals and template text are strings.
import type { Language } from './language.ts';

export const javascript: Language = {
  ids: ['javascript', 'javascriptreact'],
  extensions: {
    '.js': 'javascript',
    '.mjs': 'javascript',
    '.cjs': 'javascript',
    '.jsx': 'javascriptreact',
  },
  comment: { line: '//', block: { open: '/*', close: '*/' } },
  regions: {
    comment: 'comment',
    html_comment: 'comment',
    hash_bang_line: 'comment',
    string: 'string',
    template_string: 'string',
    regex: 'string',
    template_substitution: 'code',
  },
  brokenStrings: ['string_fragment'],
};
