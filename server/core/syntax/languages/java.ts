// Java. Text blocks are strings.
import type { Language } from './language.ts';

export const java: Language = {
  ids: ['java'],
  extensions: { '.java': 'java' },
  comment: { line: '//', block: { open: '/*', close: '*/' } },
  regions: {
    line_comment: 'comment',
    block_comment: 'comment',
    string_literal: 'string',
    character_literal: 'string',
    string_interpolation: 'code',
  },
  brokenStrings: ['string_fragment', 'multiline_string_fragment'],
};
