// C#.
import type { Language } from './language.ts';

export const csharp: Language = {
  ids: ['csharp'],
  extensions: { '.cs': 'csharp', '.csx': 'csharp' },
  comment: { line: '//', block: { open: '/*', close: '*/' } },
  regions: {
    comment: 'comment',
    string_literal: 'string',
    verbatim_string_literal: 'string',
    raw_string_literal: 'string',
    interpolated_string_expression: 'string',
    character_literal: 'string',
    interpolation: 'code',
  },
  brokenStrings: ['string_literal_content', 'string_content', 'raw_string_content'],
};
