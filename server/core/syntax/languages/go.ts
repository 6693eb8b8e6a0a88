// Go.
import type { Language } from './language.ts';

export const go: Language = {
  ids: ['go'],
  extensions: { '.go': 'go' },
  comment: { line: '//', block: { open: '/*', close: '*/' } },
  regions: {
    comment: 'comment',
    interpreted_string_literal: 'string',
    raw_string_literal: 'string',
    rune_literal: 'string',
  },
  brokenStrings: ['interpreted_string_literal_content', 'raw_string_literal_content'],
};
