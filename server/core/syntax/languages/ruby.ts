// Ruby. A command in backticks is code, for it runs; text behind `__END__` is a string.
import type { Language } from './language.ts';

export const ruby: Language = {
  ids: ['ruby'],
  extensions: { '.rb': 'ruby', '.rake': 'ruby', '.ru': 'ruby' },
  comment: { line: '#', block: { open: '=begin', close: '=end' } },
  regions: {
    comment: 'comment',
    string: 'string',
    string_array: 'string',
    symbol_array: 'string',
    heredoc_body: 'string',
    regex: 'string',
    character: 'string',
    delimited_symbol: 'string',
    uninterpreted: 'string',
    interpolation: 'code',
  },
  brokenStrings: ['string_content', 'heredoc_content'],
};
