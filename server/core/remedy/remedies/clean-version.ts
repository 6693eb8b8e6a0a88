// Aliases that lead to the suspect version go back to the newest earlier version with other code.
import { missing, type Remedy } from '../remedy.ts';

export const cleanVersion: Remedy = {
  id: 'clean-version',
  title: 'move aliases back to an earlier version with other code',
  harm: 'callers of the alias get the older code; callers of the bare function are not affected',
  propose(facts) {
    const gaps = [...missing('aliases', facts.aliases), ...missing('versions', facts.versions)];
    if (!facts.aliases.known || !facts.versions.known) return { wishes: [], warnings: gaps };
    const suspect = facts.suspectVersion;
    if (suspect === undefined || suspect === '$LATEST')
      return {
        wishes: [],
        warnings: ['clean-version: the suspect code is $LATEST, which no alias change can take out of use'],
      };
    const versions = facts.versions.value;
    const at = versions.findIndex((one) => one.version === suspect);
    const bad = versions[at]?.codeSha256;
    const clean = versions.slice(0, Math.max(at, 0)).findLast((one) => one.codeSha256 !== bad);
    const aliases = facts.aliases.value.filter(
      (one) => one.version === suspect || one.weights[suspect] !== undefined,
    );
    if (aliases.length === 0) return { wishes: [], warnings: [] };
    if (!clean)
      return {
        wishes: [],
        warnings: [`clean-version: there is no version before ${suspect} with other code`],
      };
    return {
      wishes: aliases.map((one) => ({
        kind: 'alias',
        region: facts.region,
        target: { functionName: facts.name, name: one.name },
        after: {
          version: one.version === suspect ? clean.version : one.version,
          weights: Object.fromEntries(
            Object.entries(one.weights).filter(
              ([version]) => version !== suspect && version !== clean.version,
            ),
          ),
        },
        note: `version ${clean.version} is the newest before ${suspect} whose code is another; nobody proved it clean`,
      })),
      warnings: [],
    };
  },
};
