// TypeScript and TSX.
import { javascript } from './javascript.ts';
import type { Language } from './language.ts';

export const typescript: Language = {
  ids: ['typescript', 'typescriptreact'],
  extensions: {
    '.ts': 'typescript',
    '.mts': 'typescript',
    '.cts': 'typescript',
    '.tsx': 'typescriptreact',
  },
  comment: javascript.comment,
  regions: { ...javascript.regions, template_literal_type: 'string', template_type: 'code' },
  brokenStrings: javascript.brokenStrings,
};
