// Gathers what belongs to a finding side by side: versions, Inspector, CloudTrail, the package of that version looked
// into. What is refused is a gap; variables are searched and never kept, only their names are.
import { copyFile } from 'node:fs/promises';
import { createAsk } from '../aws/ask.ts';
import type { Connection } from '../aws/clients.ts';
import { toConfiguration } from '../aws/lambda/to-configuration.ts';
import { openFunctionPackage } from '../aws/packages.ts';
import { readThreatEvidence } from '../aws/read-threat-evidence.ts';
import type { Finding } from '../core/finding/finding.ts';
import { type Known, known, unknown } from '../core/model/known.ts';
import { toChange } from '../core/monitor/trail/changes.ts';
import { emptyHabits } from '../core/monitor/trail/habits.ts';
import { parseTrailEvent } from '../core/monitor/trail/trail-event.ts';
import type { Incident } from '../core/remedy/incident.ts';
import type { LambdaFinding } from '../core/remedy/lambda-finding.ts';
import { inspectPackage } from '../platform/inspect-package.ts';
import { readZip } from '../platform/zip.ts';
import type { CommandArguments, Shell } from './command.ts';
import { openScanner } from './open-scanner.ts';

/** `packageFile`: where the package is kept. */
export async function gatherIncident(
  connection: Connection,
  finding: LambdaFinding,
  packageFile: string | undefined,
  args: CommandArguments,
  shell: Shell,
): Promise<Incident> {
  const gatheredAt = new Date().toISOString();
  const { functionName: name, region } = finding;
  const ask = createAsk({ signal: shell.signal });
  const lambda = await connection.client('lambda', region);
  const [evidence, configuration] = await Promise.all([
    readThreatEvidence(connection, { region, function: threatFunction(finding) }, gatheredAt, shell.signal),
    ask.known('lambda:GetFunctionConfiguration', (options) =>
      lambda.getFunctionConfiguration({ FunctionName: name, ...qualifier(finding) }, options),
    ),
  ]);
  const address = finding.connection?.address ?? '';
  const variables = configuration.known
    ? known(Object.entries(configuration.value.Environment?.Variables ?? {}))
    : configuration;
  const code = await lookIntoCode();
  const first = Date.parse(finding.firstSeen);
  return {
    finding,
    gatheredAt,
    versions: evidence.versions,
    weaknesses: evidence.weaknesses,
    changes: evidence.trail.known
      ? known(
          evidence.trail.value
            .flatMap((record) => {
              const event = parseTrailEvent(parsed(record));
              const change = event && toChange(event, emptyHabits());
              return change && !(change.at > first) ? [change] : [];
            })
            .toSorted((a, b) => b.at - a.at),
        )
      : evidence.trail,
    codeFindings: code.findings,
    addressFiles: code.files,
    variableNames: variables.known ? known(variables.value.map(([key]) => key)) : variables,
    addressVariables: variables.known
      ? known(
          variables.value
            .filter(([, value]) => address !== '' && value.includes(address))
            .map(([key]) => key),
        )
      : variables,
  };

  async function lookIntoCode(): Promise<{
    findings: Known<readonly Finding[]>;
    files: Known<readonly string[]>;
  }> {
    const { Qualifier } = qualifier(finding);
    const target = { name, ...(Qualifier === undefined ? {} : { qualifier: Qualifier }) };
    const opened = await openFunctionPackage(connection, region, target, shell.signal);
    if (!opened.known) return { findings: opened, files: opened };
    try {
      if (packageFile !== undefined) await copyFile(opened.value.path, packageFile);
      const files: string[] = [];
      const needle = Buffer.from(address);
      for await (const member of readZip(opened.value.path, {}, { signal: shell.signal }))
        if (needle.length > 0 && Buffer.from(member.bytes).includes(needle)) files.push(member.path);
      if (!configuration.known) return { findings: configuration, files: known(files) };
      const inspected = await inspectPackage([{ source: opened.value.path }], opened.value.codeSha256, {
        configuration: toConfiguration(configuration.value),
        scanner: await openScanner(args, shell),
        rulesFolder: shell.cwd,
        signal: shell.signal,
      });
      return { findings: known(inspected.findings), files: known(files) };
    } catch (error) {
      const detail = error instanceof Error ? error.message.slice(0, 80) : 'the package cannot be read';
      const gap = unknown({ action: 'lambda:GetFunction', reason: 'malformed', detail });
      return { findings: gap, files: gap };
    } finally {
      await opened.value.close();
    }
  }
}

function qualifier({ functionVersion }: LambdaFinding): { readonly Qualifier?: string } {
  return functionVersion === '$LATEST' ? {} : { Qualifier: functionVersion };
}

function threatFunction(finding: LambdaFinding) {
  return {
    arn: finding.functionArn,
    name: finding.functionName,
    version: finding.functionVersion,
    revisionId: finding.revisionId ?? '',
    role: '',
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
