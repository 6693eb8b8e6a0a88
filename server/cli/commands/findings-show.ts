// `findings show`: one GuardDuty finding with the evidence around it, as a Markdown report, kept in a folder if wished.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { listGuardDutyFindings } from '../../aws/lambda-findings.ts';
import { collectResponseFacts } from '../../aws/response-facts.ts';
import { type Incident, renderIncident, versionVerdict } from '../../core/remedy/incident.ts';
import { withRegion } from '../aws-region.ts';
import type { Command, ExitCode } from '../command.ts';
import { gatherIncident } from '../gather-incident.ts';
import { flag, formatOption, textOption, UsageError } from '../options.ts';

export const command: Command = {
  name: 'findings show',
  summary: 'one GuardDuty finding: what happened, which code ran, who changed it; keeps evidence',
  usage: `
lambda-protect findings show ID [--evidence DIR] [--archived] [--rules DIR] [--region R] [--profile P]
    [--format text|json]

Says whether the version that the finding saw is deployed now, scans its package with the code rules, compares layers
with the version before, lists Inspector's findings and who changed the function before the first sighting, and searches
the remote address in code and environment. Changes nothing.
  --evidence DIR   keeps package, versions, policies, changes and the report there, with their SHA-256; values of
                   environment variables are not kept
`,
  options: { evidence: { type: 'string' }, archived: { type: 'boolean' } },
  run: (args, shell) =>
    withRegion<ExitCode>(args, shell, async ({ connection, region, identity }) => {
      const format = formatOption(args, ['text', 'json']);
      const [id, ...more] = args.positionals;
      if (id === undefined || more.length > 0) throw new UsageError('findings show wants one finding id');
      const listed = await listGuardDutyFindings(
        connection,
        { region, archived: flag(args, 'archived') },
        shell.signal,
      );
      if (!listed.known)
        throw new UsageError(
          `findings cannot be read: ${listed.gap.action} was ${listed.gap.reason} (${listed.gap.detail})`,
        );
      const finding = listed.value.find((one) => one.id === id);
      if (!finding) throw new UsageError(`no such GuardDuty finding on a function in ${region}: ${id}`);
      const wanted = textOption(args, 'evidence');
      const folder = wanted === undefined ? undefined : resolve(shell.cwd, wanted);
      if (folder !== undefined) await mkdir(folder, { recursive: true, mode: 0o700 });
      const packageFile = folder === undefined ? undefined : join(folder, 'package.zip');
      const incident = await gatherIncident(connection, finding, packageFile, args, shell);
      const response = await collectResponseFacts(
        connection,
        { region, account: identity.account, name: finding.functionName, now: incident.gatheredAt },
        shell.signal,
      );
      const files = folder === undefined ? [] : await keep(folder, incident, response);
      const report = renderIncident(incident, files);
      if (folder !== undefined) {
        await writeFile(join(folder, 'report.md'), report, { mode: 0o600 });
        shell.progress(`${files.length + 1} files are kept in ${folder}`);
      }
      const { words, newLayers } = versionVerdict(incident);
      await shell.out(
        format === 'json'
          ? `${JSON.stringify({ version: 1, incident, deployed: { words, newLayers }, evidence: files }, undefined, 2)}\n`
          : report,
      );
      return 0;
    }),
};

async function keep(
  folder: string,
  { finding, versions, weaknesses, changes, codeFindings }: Incident,
  response: unknown,
): Promise<readonly { readonly path: string; readonly sha256: string }[]> {
  const parts: Readonly<Record<string, unknown>> = {
    'finding.json': finding,
    'versions.json': versions,
    'inspector.json': weaknesses,
    'changes.json': changes,
    'code-findings.json': codeFindings,
    'access.json': response ?? null,
  };
  const files: { path: string; sha256: string }[] = [];
  for (const [path, value] of Object.entries(parts)) {
    await writeFile(join(folder, path), `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600 });
    files.push({ path, sha256: await hashOf(join(folder, path)) });
  }
  if (existsSync(join(folder, 'package.zip')))
    files.push({ path: 'package.zip', sha256: await hashOf(join(folder, 'package.zip')) });
  return files;
}

async function hashOf(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}
