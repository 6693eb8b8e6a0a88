// Gemfile and gemspec. https://bundler.io/man/gemfile.5.html
import type { Declaration, Manifest } from '../manifest.ts';

const line =
  /^([ \t]*(?:gem|\w+\.add_(?:runtime_|development_)?dependency)[ \t]*\(?[ \t]*)(['"])([\w.-]+)\2((?:\s*,\s*\[?\s*(?:'[~<>=!\d][^'\n]*'|"[~<>=!\d][^"\n]*"))*)([^\n]*)/gm;

export const gemfile: Manifest = {
  ecosystem: 'ruby',
  isNamed: (name) => name === 'Gemfile' || name === 'gems.rb' || name.endsWith('.gemspec'),
  globs: ['**/Gemfile', '**/gems.rb', '**/*.gemspec'],
  afterwards: 'run bundle install',
  nameKey: (name) => name,
  find: (text) =>
    [...text.matchAll(line)].map((match): Declaration => {
      const [, before = '', , name = '', requirements = '', rest = ''] = match;
      const end = match.index + before.length + name.length + 2;
      const lead = /^\s*,\s*\[?\s*/.exec(requirements)?.[0].length ?? 0;
      const range = requirements.slice(lead);
      const start = end + lead;
      const elsewhere = /\b(?:git|github|gist|path|bitbucket)\s*(?::|=>)/.test(rest);
      return {
        name,
        range,
        span: { start, end: start + range.length },
        style: 'gem',
        ...(elsewhere ? { obstacle: 'it comes from a repository or a folder: change its reference' } : {}),
        ...(range === '' ? { insert: (wanted: string) => `, ${wanted}` } : {}),
      };
    }),
};
