// Replaces a dangerous spelling by the safe one of the same library, where that changes nothing else: the reported
// text decides, not the rule's id, so it works for rules of a person's own too.
import type { Fix } from './fix.ts';

interface Spelling {
  readonly languages: readonly string[];
  readonly dangerous: RegExp;
  readonly safe: string;
}

const javascript = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact'];

const spellings: readonly Spelling[] = [
  { languages: ['python'], dangerous: /\bverify\s*=\s*False\b/, safe: 'verify=True' },
  { languages: ['python'], dangerous: /\byaml\.(?:unsafe_load|full_load)(?=\s*\()/, safe: 'yaml.safe_load' },
  { languages: ['python'], dangerous: /\byaml\.load(?=\s*\([^,()]*\))/, safe: 'yaml.safe_load' },
  {
    languages: ['python'],
    dangerous: /\bssl\._create_unverified_context(?=\s*\()/,
    safe: 'ssl.create_default_context',
  },
  {
    languages: javascript,
    dangerous: /\brejectUnauthorized\s*:\s*false\b/,
    safe: 'rejectUnauthorized: true',
  },
  { languages: ['go'], dangerous: /\bInsecureSkipVerify\s*:\s*true\b/, safe: 'InsecureSkipVerify: false' },
  { languages: ['ruby'], dangerous: /\bOpenSSL::SSL::VERIFY_NONE\b/, safe: 'OpenSSL::SSL::VERIFY_PEER' },
  { languages: ['ruby'], dangerous: /\bYAML\.(?:unsafe_)?load(?=\s*\()/, safe: 'YAML.safe_load' },
];

export const safeSpelling: Fix = {
  id: 'safe-spelling',
  propose({ finding, language, text, lines }) {
    const { place } = finding;
    if (place.kind !== 'code') return [];
    const line = lines.lineSpan(place.range.start.line);
    const lineText = text.slice(line.start, line.end);
    for (const { languages, dangerous, safe } of spellings) {
      if (!languages.includes(language)) continue;
      const match = dangerous.exec(lineText);
      if (!match) continue;
      const span = { start: line.start + match.index, end: line.start + match.index + match[0].length };
      // Only where the finding is about this very text.
      if (span.start > place.span.end || place.span.start > span.end) continue;
      const title = `Replace \`${match[0]}\` by \`${safe}\``;
      return [{ title, edits: [{ span, newText: safe }], preferred: true, safeForAll: true }];
    }
    return [];
  },
};
