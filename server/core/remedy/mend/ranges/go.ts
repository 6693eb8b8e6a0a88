// Versions of Go modules: always one, with `v`, and a major from 2 on is part of the module's path.
// https://go.dev/ref/mod#versions
import { compareVersions } from '../version.ts';
import { enough, type Raised, raised, unsure } from './raised.ts';

export function raiseGo(range: string, fixed: string): Raised {
  if (!/^v\d/.test(range)) return unsure(`${range} is not understood`);
  if (compareVersions(range, fixed) >= 0) return enough;
  return raised(`v${fixed.replace(/^v/, '')}`, range, fixed);
}
