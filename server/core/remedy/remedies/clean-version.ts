// Aliases that lead to the suspect code, as their version or by weight, go to the newest earlier version with other code.
import { missing, type Remedy } from '../remedy.ts';

export const cleanVersion: Remedy = {
  id: 'clean-version',
  title: 'move aliases back to an earlier version with other code',
  harm: 'callers of the alias get the older code; callers of the bare function are not affected',
  propose(facts) {
    const gaps = [...missing('aliases', facts.aliases), ...missing('versions', facts.versions)];
    if (!facts.aliases.known || !facts.versions.known) return { wishes: [], warnings: gaps };
    const suspect = facts.suspectVersion;
    if (suspect === undefined)
      return { wishes: [], warnings: ['clean-version: which version is suspect, a finding has to say'] };
    const versions = facts.versions.value;
    const isLatest = suspect === '$LATEST';
    const named = versions.findIndex((one) => one.version === suspect);
    const code = isLatest ? facts.latestSha256 : versions[named]?.codeSha256;
    // The same code may have been published twice, and $LATEST may have been published.
    const bad = new Set([
      suspect,
      ...versions.filter((one) => code !== '' && one.codeSha256 === code).map((one) => one.version),
    ]);
    const clean = versions
      .slice(0, named === -1 ? versions.length : named)
      .findLast((one) => !bad.has(one.version));
    const aliases = facts.aliases.value.filter(
      (one) => bad.has(one.version) || Object.keys(one.weights).some((version) => bad.has(version)),
    );
    const direct = isLatest
      ? [
          'clean-version: callers of $LATEST go on getting the suspect code, which no alias change takes out of use',
        ]
      : [];
    if (aliases.length === 0) return { wishes: [], warnings: direct };
    const stuck = clean ? [] : aliases.filter((one) => bad.has(one.version));
    return {
      wishes: aliases
        .filter((one) => !stuck.includes(one))
        .map((one) => {
          const version = bad.has(one.version) && clean ? clean.version : one.version;
          return {
            kind: 'alias',
            region: facts.region,
            target: { functionName: facts.name, name: one.name },
            after: {
              version,
              weights: Object.fromEntries(
                Object.entries(one.weights).filter(([other]) => !bad.has(other) && other !== version),
              ),
            },
            note:
              version === one.version
                ? `no share of its calls goes to version ${suspect} any more`
                : `version ${version} is the newest before ${suspect} whose code is another; nobody proved it clean`,
          };
        }),
      warnings: [
        ...direct,
        ...(stuck.length === 0
          ? []
          : [
              `clean-version: there is no version before ${suspect} with other code for ${stuck.map((one) => one.name).join(', ')}`,
            ]),
      ],
    };
  },
};
