// Raises what a manifest says of a package's versions so that nothing older than the fixed version is chosen, in the
// manner in which it is written: pins stay pins, carets stay carets, upper bounds stay. What that cannot say is unsure.
import type { RangeStyle } from './manifest.ts';
import { raiseGem } from './ranges/gem.ts';
import { raiseGo } from './ranges/go.ts';
import { raiseMaven } from './ranges/maven.ts';
import { raiseNpm } from './ranges/npm.ts';
import { raisePep440 } from './ranges/pep440.ts';
import type { Raised } from './ranges/raised.ts';

export function raiseRange(style: RangeStyle, range: string, fixed: string): Raised {
  switch (style) {
    case 'npm':
      return raiseNpm(range, fixed);
    case 'poetry':
      // Poetry reads carets, tildes and bare versions as npm does, and all else as PEP 440 says.
      return /^\s*(?:[\^]|~(?!=)|v?\d)/.test(range) && !range.includes(',')
        ? raiseNpm(range, fixed)
        : raisePep440(range, fixed);
    case 'pep440':
      return raisePep440(range, fixed);
    case 'gem':
      return raiseGem(range, fixed);
    case 'maven':
    case 'gradle':
    case 'nuget':
      return raiseMaven(range, fixed);
    case 'go':
      return raiseGo(range, fixed);
  }
}
