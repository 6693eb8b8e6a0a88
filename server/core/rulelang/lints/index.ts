// Every lint of rule files, in the order in which the documentation lists them.
import type { RuleLint } from '../lint.ts';
import { lint as badDirectiveValue } from './bad-directive-value.ts';
import { lint as confusableCharacter } from './confusable-character.ts';
import { lint as coveredAlternative } from './covered-alternative.ts';
import { lint as duplicateRule } from './duplicate-rule.ts';
import { lint as engineDifference } from './engine-difference.ts';
import { lint as failingExample } from './failing-example.ts';
import { lint as foreignDirective } from './foreign-directive.ts';
import { lint as invalidPattern } from './invalid-pattern.ts';
import { lint as invisibleCharacter } from './invisible-character.ts';
import { lint as looseWord } from './loose-word.ts';
import { lint as matchesEverything } from './matches-everything.ts';
import { lint as needlessWildcard } from './needless-wildcard.ts';
import { lint as neverMatches } from './never-matches.ts';
import { lint as notRe2 } from './not-re2.ts';
import { lint as repeatedDirective } from './repeated-directive.ts';
import { lint as repeatedId } from './repeated-id.ts';
import { lint as strayDirective } from './stray-directive.ts';
import { lint as straySpace } from './stray-space.ts';
import { lint as subsumedRule } from './subsumed-rule.ts';
import { lint as superLinearPattern } from './super-linear-pattern.ts';
import { lint as unknownDirective } from './unknown-directive.ts';

export const lints: readonly RuleLint[] = [
  badDirectiveValue,
  confusableCharacter,
  coveredAlternative,
  duplicateRule,
  engineDifference,
  failingExample,
  foreignDirective,
  invalidPattern,
  invisibleCharacter,
  looseWord,
  matchesEverything,
  needlessWildcard,
  neverMatches,
  notRe2,
  repeatedDirective,
  repeatedId,
  strayDirective,
  straySpace,
  subsumedRule,
  superLinearPattern,
  unknownDirective,
];

export function lintNamed(id: string): RuleLint | undefined {
  return lints.find((lint) => lint.id === id);
}
