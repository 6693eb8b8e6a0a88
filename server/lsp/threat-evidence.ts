// Gathering what is known around a finding of GuardDuty, in a thread of its own, with progress that a person can cancel.
import type { Connection } from 'vscode-languageserver/node';
import type { Threat } from '../core/model/threat.ts';
import { evidenceParts, type PartialEvidence, type ThreatEvidence } from '../core/remedy/evidence.ts';
import type { KeptEvidence } from '../core/report/incident.ts';
import {
  type CancelEvidence,
  type EvidenceProgress,
  evidenceProgressNotification,
} from '../protocol/threats.ts';
import { askMfaCode } from './ask-mfa-code.ts';
import type { Session } from './session.ts';
import { environment } from './threat-pages.ts';
import type { Gathering } from './threat-state.ts';
import type { ThreatAccess } from './threat-thread/job.ts';
import { runThreats } from './threat-thread/run-threats.ts';

export function accessTo(via: string | undefined, { settings: { endpointUrl } }: Session): ThreatAccess {
  return { via: via ?? environment, ...(endpointUrl === '' ? {} : { endpointUrl }) };
}

/** Starts at once; what is there is told part by part. */
export function gatherAround(
  threat: Threat,
  via: string | undefined,
  connection: Connection,
  session: Session,
): Gathering {
  const gathering: Mutable = {
    parts: {},
    evidence: undefined,
    failure: undefined,
    done: Promise.resolve().then(
      async () => (await run(threat, via, undefined, connection, session, take)).evidence,
    ),
  };
  function take(part: PartialEvidence): void {
    gathering.parts = { ...gathering.parts, ...part };
    session.threats.evidenceGrew(threat.id);
  }
  session.threats.putGathering(threat.id, gathering);
  gathering.done.then(
    (evidence) => {
      gathering.evidence = evidence;
      gathering.parts = evidence;
      session.threats.evidenceGrew(threat.id);
    },
    (error: unknown) => {
      gathering.failure = error instanceof Error ? error.message : String(error);
      session.threats.evidenceGrew(threat.id);
    },
  );
  return gathering;
}

/** Gathers anew and keeps packages and findings in a folder. Rejects with words for a person. */
export async function keepAround(
  threat: Threat,
  via: string | undefined,
  folder: string,
  connection: Connection,
  session: Session,
): Promise<KeptEvidence> {
  const { evidence, kept } = await run(threat, via, folder, connection, session, () => {});
  if (kept === undefined) throw new Error('it was cancelled, and what is in the folder is not whole');
  session.threats.putGathering(threat.id, {
    parts: evidence,
    evidence,
    failure: undefined,
    done: Promise.resolve(evidence),
  });
  session.threats.evidenceGrew(threat.id);
  return kept;
}

/** Of what is under way; a person may cancel it. */
const running = new Map<number, AbortController>();
let nextToken = 1;

export function cancelGathering({ token }: CancelEvidence): void {
  running.get(token)?.abort();
}

interface Mutable {
  parts: PartialEvidence;
  evidence: ThreatEvidence | undefined;
  failure: string | undefined;
  done: Promise<ThreatEvidence>;
}

/** The audit knows how the account of the finding is entered; an administrator's findings are of other accounts. */
function viaOf(threat: Threat, kept: string | undefined, session: Session): string | undefined {
  const audited = session.audit.shown?.snapshot.accounts.find(({ id }) => id === threat.account);
  return audited?.via ?? session.threats.find(threat.id)?.via ?? kept;
}

async function run(
  threat: Threat,
  via: string | undefined,
  keepIn: string | undefined,
  connection: Connection,
  session: Session,
  onPart: (part: PartialEvidence) => void,
) {
  const stop = new AbortController();
  const left = new Set<string>(evidenceParts);
  const token = nextToken++;
  running.set(token, stop);
  const tell = (isOver: boolean): void => {
    const total = evidenceParts.length;
    const progress: EvidenceProgress = {
      token,
      function: threat.function.name,
      done: total - left.size,
      total,
      isOver,
    };
    void connection.sendNotification(evidenceProgressNotification, progress);
  };
  tell(false);
  const { settings, namedRules, roots } = session;
  try {
    return await runThreats(
      {
        kind: 'evidence',
        access: accessTo(viaOf(threat, via, session), session),
        threat,
        now: new Date().toISOString(),
        engine: settings.engine,
        rules: namedRules,
        folder: roots[0],
        pipelines: settings.pipelines,
        ...(keepIn === undefined ? {} : { keepIn }),
      },
      {
        signal: stop.signal,
        mfaCode: (serial) => askMfaCode(connection, serial),
        onPart(part) {
          for (const name of Object.keys(part)) left.delete(name);
          tell(false);
          onPart(part);
        },
      },
    );
  } finally {
    running.delete(token);
    tell(true);
  }
}
