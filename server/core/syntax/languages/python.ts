// Python. Docstrings are strings; what stands in the braces of an f-string is code.
import type { Language } from './language.ts';

export const python: Language = {
  ids: ['python'],
  extensions: { '.py': 'python', '.pyw': 'python' },
  comment: { line: '#' },
  regions: {
    comment: 'comment',
    string: 'string',
    interpolation: 'code',
  },
  brokenStrings: ['string_start'],
};
