// docs/permissions.md and docs/read-policy.json, from the collectors' own declarations.
import { readPermissions, readPolicy } from '../../server/aws/permissions.ts';
import { costlyActions } from '../../server/aws/violations.ts';

const headings: readonly (readonly [feature: string, words: string])[] = [
  ['functions', 'Functions: configuration, versions, aliases, policies, URLs, settings'],
  ['access', 'Access: who may change and call functions, what they may do'],
  ['triggers', 'Triggers: what is in front of functions and behind them'],
  ['network', 'Network of functions in a VPC'],
  ['logs', 'Log groups, metric filters, alarms'],
  ['surveillance', 'CloudTrail, GuardDuty, Inspector'],
  ['code', 'Deployed code (only with `--code`, or when you open it)'],
  ['changes', 'Changes since the last audit (spares requests for functions that did not change)'],
  ['plans', 'Planned changes: what is there before one (only where you plan one)'],
];

export async function generated(): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const policy = `${JSON.stringify(readPolicy(), undefined, 2)}\n`;
  const sections = headings.map(([feature, words]) => {
    const rows = readPermissions
      .filter((one) => one.feature === feature)
      .map((one) => `| ${one.thing} | ${listed(one.actions)} |`);
    return `### ${words}\n\n| what is read | permissions |\n| --- | --- |\n${rows.join('\n')}\n`;
  });
  const costly = costlyActions.map(({ thing, actions }) => `| ${thing} | ${listed(actions)} |`);
  const text = `# Permissions

<!-- Written by "npm run generate" from the collectors in server/aws. -->

Reading an account needs read permissions only. The policy [read-policy.json](read-policy.json) grants all of them; it
holds no action that writes. AWS's own policy \`SecurityAudit\` grants most of them.

A permission that is missing stops nothing: what it would have told is reported as *unknown*, with the permission's
name. Leave out a statement of the policy to leave out a feature.

\`lambda-protect permissions\` prints the policy; \`lambda-protect permissions --try\` asks IAM which of its actions the
current identity may use.

${sections.join('\n')}
### What the policy does not grant

These only read, too, and cost by the minute or by the bytes scanned.

| what is read | permissions |
| --- | --- |
${costly.join('\n')}
`;
  return [
    { path: 'docs/permissions.md', text },
    { path: 'docs/read-policy.json', text: policy },
  ];
}

function listed(actions: readonly string[]): string {
  return actions.map((action) => `\`${action}\``).join(', ');
}
