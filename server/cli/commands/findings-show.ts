// `findings show`: one GuardDuty finding with the evidence around it, as a Markdown report, kept in a folder if wished.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gatherEvidence } from '../../aws/evidence/gather-evidence.ts';
import { listThreats } from '../../aws/read-threats.ts';
import { collectResponseFacts } from '../../aws/response-facts.ts';
import { codeNowSentence } from '../../core/report/code-now.ts';
import { evidenceFiles } from '../../core/report/evidence-files.ts';
import { renderIncidentReport } from '../../core/report/incident.ts';
import { keepEvidence, openEvidenceFolder } from '../../platform/keep-evidence.ts';
import { withRegion } from '../aws-region.ts';
import type { Command, ExitCode } from '../command.ts';
import { openEvidencePlace } from '../evidence-place.ts';
import { openScanner } from '../open-scanner.ts';
import { formatOption, textOption, UsageError } from '../options.ts';

export const command: Command = {
  name: 'findings show',
  summary: 'one GuardDuty finding: what happened, which code ran, who changed it; keeps evidence',
  usage: `
lambda-protect findings show ID [--evidence DIR|s3://BUCKET/PREFIX] [--rules DIR] [--region R] [--profile P] [--format text|json]

Says whether the version that the finding saw is deployed now, scans its package and its layers with the code rules,
lists libraries and layers and what of them and of the files is new since the version before, compares with the files
of the current folder, lists Inspector's findings and who changed the function before the first sighting, and searches
the remote address in code, layers and environment. Changes nothing. What is refused is told, and the rest goes on.
  --evidence   keeps packages, versions, policies, changes and the report there, with their SHA-256; values of
               environment variables are not kept. In a bucket as "respond evidence" does
`,
  // Archived findings are found too: the option is of an earlier time.
  options: { evidence: { type: 'string' }, archived: { type: 'boolean' } },
  run: (args, shell) =>
    withRegion<ExitCode>(args, shell, async (access) => {
      const { connection, region, identity } = access;
      const format = formatOption(args, ['text', 'json']);
      const [id, ...more] = args.positionals;
      if (id === undefined || more.length > 0) throw new UsageError('findings show wants one finding id');
      const { account } = identity;
      const listed = await listThreats(connection, { account, region }, { id }, shell.signal);
      if (!listed.known)
        throw new UsageError(
          `findings cannot be read: ${listed.gap.action} was ${listed.gap.reason} (${listed.gap.detail})`,
        );
      const threat = listed.value.find((one) => one.id === id);
      if (!threat) throw new UsageError(`no such GuardDuty finding on a function in ${region}: ${id}`);
      const wanted = textOption(args, 'evidence');
      const place =
        wanted === undefined
          ? undefined
          : await openEvidencePlace(access, wanted, threat.function.name, shell);
      try {
        const folder = place?.folder;
        if (folder !== undefined) await openEvidenceFolder(folder);
        const now = new Date().toISOString();
        const evidence = await gatherEvidence({
          connection,
          threat,
          now,
          signal: shell.signal,
          scanner: () => openScanner(args, shell),
          folder: shell.cwd,
          ...(folder === undefined ? {} : { keepAs: (name: string) => join(folder, name) }),
          onPart: (part) => shell.progress(`${Object.keys(part).join(', ')}: done`),
        });
        const response = await collectResponseFacts(
          connection,
          { region, account, name: threat.function.name, now },
          shell.signal,
        );
        const kept =
          folder === undefined
            ? undefined
            : {
                folder: place?.words ?? folder,
                gatheredAt: now,
                files: await keepEvidence(folder, {
                  ...evidenceFiles(threat, evidence),
                  'access.json': response ?? null,
                }),
              };
        const record = { threat, openedAt: now, marks: {}, ...(kept === undefined ? {} : { kept }) };
        const report = renderIncidentReport(record, evidence, now);
        if (kept !== undefined) {
          await writeFile(join(folder ?? kept.folder, 'report.md'), report, { mode: 0o600 });
          await place?.finish([...kept.files.map(({ path }) => path), 'report.md']);
          shell.progress(`${kept.files.length + 1} files are kept in ${kept.folder}`);
        }
        const newLayers =
          evidence.previous.known && evidence.previous.value !== null
            ? evidence.previous.value.newLayers
            : [];
        await shell.out(
          format === 'json'
            ? `${JSON.stringify(
                {
                  version: 1,
                  incident: { finding: threat, ...evidence },
                  deployed: { words: codeNowSentence(threat, evidence), newLayers },
                  evidence: kept?.files ?? [],
                },
                undefined,
                2,
              )}\n`
            : report,
        );
        return 0;
      } finally {
        await place?.close();
      }
    }),
};
