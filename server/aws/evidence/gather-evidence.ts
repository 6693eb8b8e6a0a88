// Everything around a finding, gathered side by side: each part is told as soon as it is there, and fails for itself. Only
// reads. Variables are searched here and forgotten: names go on, values do not.
import { type Known, known, unknown } from '../../core/model/known.ts';
import type { Contact, Threat } from '../../core/model/threat.ts';
import { addressWritings } from '../../core/remedy/address-writings.ts';
import {
  type CodeEvidence,
  evidenceParts,
  type LayerEvidence,
  type PartialEvidence,
  type PreviousEvidence,
  type ThreatEvidence,
  type VariableEvidence,
  versionBefore,
} from '../../core/remedy/evidence.ts';
import { readWorkspaceSources, type WorkspaceSources } from '../../platform/compare-with-workspace.ts';
import type { Scanner } from '../../platform/scanner.ts';
import { type Ask, createAsk } from '../ask.ts';
import type { Connection } from '../clients.ts';
import { toConfiguration } from '../lambda/to-configuration.ts';
import { listWeaknesses } from '../read-weaknesses.ts';
import {
  type CodeMeans,
  compareWithPrevious,
  type LookedInto,
  lookIntoCode,
  lookIntoLayer,
} from './look-into-code.ts';
import { readHistory } from './read-history.ts';
import { readVersions } from './read-versions.ts';

export interface GatherOptions {
  readonly connection: Connection;
  readonly threat: Pick<Threat, 'account' | 'region' | 'function' | 'contact'>;
  /** ISO 8601. */
  readonly now: string;
  readonly signal: AbortSignal;
  /** Called once, when there is code to scan. */
  readonly scanner: () => Promise<Scanner>;
  /** Its rules apply and its files are compared with; absent: the scanner's own rules, and nothing is compared. */
  readonly folder?: string;
  /** Principals that change functions the usual way; absent: learned from the history. */
  readonly pipelines?: readonly string[];
  readonly keepAs?: (name: string) => string;
  /** With one member: the part that is there now. */
  readonly onPart?: (part: PartialEvidence) => void;
}

export async function gatherEvidence(options: GatherOptions): Promise<ThreatEvidence> {
  const { connection, threat, signal, folder } = options;
  const { region, function: fn, contact } = threat;
  const ask = createAsk({ signal });
  const lambda = await connection.client('lambda', region);
  const told = async (part: Promise<PartialEvidence>): Promise<PartialEvidence> => {
    const value = await part;
    options.onPart?.(value);
    return value;
  };

  const stranger = await otherAccount(ask, connection, threat);
  if (stranger !== undefined) {
    for (const part of evidenceParts) options.onPart?.({ [part]: stranger });
    return {
      versions: stranger,
      weaknesses: stranger,
      history: stranger,
      code: stranger,
      previous: stranger,
      layers: stranger,
      variables: stranger,
      gatheredAt: options.now,
    };
  }
  const given = ask.known('lambda:GetFunctionConfiguration', (call) =>
    lambda.getFunctionConfiguration(
      { FunctionName: fn.name, ...(fn.version === '$LATEST' ? {} : { Qualifier: fn.version }) },
      call,
    ),
  );
  const configuration = given.then((one) => (one.known ? known(toConfiguration(one.value)) : one));
  let scanner: Promise<Scanner> | undefined;
  let workspace: WorkspaceSources | undefined;
  const means: CodeMeans = {
    ask,
    connection,
    region,
    name: fn.name,
    writings: addressWritings(contact),
    scanner: () => {
      scanner ??= options.scanner();
      return scanner;
    },
    rulesFolder: folder ?? '/',
    ...(folder === undefined
      ? {}
      : {
          workspace: () => {
            workspace ??= readWorkspaceSources(folder);
            return workspace;
          },
        }),
    ...(options.keepAs === undefined ? {} : { keepAs: options.keepAs }),
  };

  const versions = readVersions(ask, connection, region, fn.name);
  const code = configuration.then((one) => lookIntoCode(fn.version, one, means));
  const layers = configuration.then(async (one): Promise<Known<readonly LayerEvidence[]>> => {
    if (!one.known) return one;
    const found: LayerEvidence[] = [];
    for (const { arn } of one.value.layers) found.push(await lookIntoLayer(arn, fn.arn, means));
    return known(found);
  });
  const history = configuration.then((one) =>
    readHistory(
      ask,
      connection,
      region,
      [fn.name, fn.arn, ...(one.known ? one.value.layers.flatMap(({ arn }) => layerNames(arn, fn.arn)) : [])],
      options.pipelines ?? [],
    ),
  );
  const previous = Promise.all([versions, code, configuration]).then(
    async ([all, looked, one]): Promise<Known<PreviousEvidence | null>> => {
      if (!all.known) return all;
      const before = all.value === null ? undefined : versionBefore(fn.version, all.value);
      if (before === undefined) return known(null);
      if (!looked.known) return looked;
      const nowLayers = one.known ? one.value.layers.map(({ arn }) => arn) : before.layers;
      return compareWithPrevious(looked.value, nowLayers, before, means);
    },
  );
  const variables = given.then((one): Known<VariableEvidence> => {
    if (!one.known) return one;
    const { Environment } = one.value;
    if (Environment?.Error !== undefined) {
      const detail = Environment.Error.ErrorCode ?? 'AccessDeniedException';
      return unknown({ action: 'kms:Decrypt', reason: 'denied', detail });
    }
    return known(searched(Environment?.Variables ?? {}, contact));
  });

  const weaknesses = listWeaknesses(ask, connection, region, { functionName: fn.name, closed: false });
  await Promise.all([
    told(versions.then((value) => ({ versions: value }))),
    told(weaknesses.then((value) => ({ weaknesses: value }))),
    told(history.then((value) => ({ history: value }))),
    told(code.then((value) => ({ code: evidenceOf(value) }))),
    told(previous.then((value) => ({ previous: value }))),
    told(layers.then((value) => ({ layers: value }))),
    told(variables.then((value) => ({ variables: value }))),
  ]);
  return {
    versions: await versions,
    weaknesses: await weaknesses,
    history: await history,
    code: evidenceOf(await code),
    previous: await previous,
    layers: await layers,
    variables: await variables,
    gatheredAt: options.now,
  };
}

/**
 * An administrator of GuardDuty reads findings of other accounts: a function of the same name in its own account is not
 * the one that is meant. Undefined: the account is that of the finding.
 */
async function otherAccount(
  ask: Ask,
  connection: Connection,
  { account, region }: Pick<Threat, 'account' | 'region'>,
): Promise<Known<never> | undefined> {
  const action = 'sts:GetCallerIdentity';
  const sts = await connection.client('sts', region);
  const identity = await ask.known(action, (call) => sts.getCallerIdentity({}, call));
  if (!identity.known) return identity;
  const entered = identity.value.Account ?? '';
  if (entered === account) return undefined;
  const detail = `the finding is of account ${account}, and ${entered} is the one that was entered`;
  return unknown({ action, reason: 'not-asked', detail });
}

function evidenceOf(looked: Known<LookedInto>): Known<CodeEvidence> {
  return looked.known ? known(looked.value.evidence) : looked;
}

/** Of layers of the same account: another's history is not to be had. */
function layerNames(arn: string, functionArn: string): readonly string[] {
  const parts = arn.split(':');
  if (parts[4] !== functionArn.split(':')[4]) return [];
  return [parts[6] ?? '', parts.slice(0, 7).join(':')].filter((name) => name !== '');
}

function searched(
  variables: Readonly<Record<string, string>>,
  contact: Pick<Contact, 'address' | 'domain'> | undefined,
): VariableEvidence {
  const wanted = addressWritings(contact);
  const holding = Object.entries(variables)
    .filter(([, value]) => wanted.some(({ text }) => value.includes(text)))
    .map(([name]) => name);
  return { names: Object.keys(variables), holding };
}
