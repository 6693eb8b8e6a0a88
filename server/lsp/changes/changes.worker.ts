// The thread of planned changes: asks what a planner has to know, makes its plan, or carries a plan out and takes it
// back, so that the editor never waits for AWS.
import { parentPort } from 'node:worker_threads';
import { ApplyError, applyPlan, undoPlan } from '../../aws/apply.ts';
import { accessFrom, type Connection, type Credentials, openConnection } from '../../aws/clients.ts';
import { type Identity, identityOf } from '../../aws/identity.ts';
import { openJournal } from '../../aws/journal.ts';
import { PlanError } from '../../aws/make-plan.ts';
import type { CarriedOut, ChangesAnswers, ChangesJob, FromChangesThread, ToChangesThread } from './job.ts';
import type { Planner, PlannerScope } from './planner.ts';
import { planners } from './planners/index.ts';

const port = parentPort;
let stop = new AbortController();
let credentials: Credentials | undefined;
let hearCode: (code: string | null) => void = () => undefined;

const tell = (message: FromChangesThread) => port?.postMessage(message);

port?.on('message', (message: ToChangesThread) => {
  switch (message.kind) {
    case 'job':
      stop = new AbortController();
      void carry(message.job);
      break;
    case 'cancel':
      stop.abort();
      break;
    case 'mfa-code':
      hearCode(message.code);
      break;
    case 'end':
      // An open port keeps a thread alive.
      port.close();
  }
});

function mfaCode(serial: string): Promise<string> {
  return new Promise((resolve, reject) => {
    hearCode = (code) => (code ? resolve(code) : reject(new Error('no MFA code was given')));
    tell({ kind: 'mfa', serial });
  });
}

async function carry(job: ChangesJob): Promise<void> {
  try {
    const connection = connect(job);
    // A code of an MFA device counts once: what it gave serves the next job.
    credentials = connection.credentials;
    try {
      tell({ kind: 'done', answer: await work(job, connection) });
    } finally {
      connection.close();
    }
  } catch (error) {
    tell({ kind: 'failed', message: wordsOf(error) });
  }
}

function connect({ access: { via, endpointUrl }, kind }: ChangesJob): Connection {
  return openConnection({
    ...accessFrom(via),
    mfaCode,
    ...(endpointUrl === undefined ? {} : { endpointUrl }),
    ...(credentials === undefined ? {} : { credentials }),
    retries: kind === 'apply' || kind === 'undo' ? 'by-caller' : 'adaptive',
  });
}

async function work(job: ChangesJob, connection: Connection): Promise<ChangesAnswers[keyof ChangesAnswers]> {
  if (job.kind === 'apply' || job.kind === 'undo') return carryOut(job.kind, job.journal, connection);
  const planner = planners.find(({ id }) => id === job.planner);
  if (planner === undefined) throw new PlanError(`there is no planner ${job.planner}`);
  const scope = await openScope(job, connection);
  if (job.kind === 'ask') return ask(planner, scope);
  return planner.plan(scope, job.answers);
}

async function ask(planner: Planner, scope: PlannerScope): Promise<ChangesAnswers['ask']> {
  const { identity, region } = scope;
  return { title: planner.title, account: identity.account, region, questions: await planner.ask(scope) };
}

async function openScope(
  { subject }: ChangesJob & { readonly kind: 'ask' | 'plan' },
  connection: Connection,
): Promise<PlannerScope> {
  const region = subject.region ?? (await connection.defaultRegion());
  if (region === undefined)
    throw new PlanError('no Region is known: choose one, or set AWS_REGION or the profile’s');
  const say = (words: string) =>
    tell({ kind: 'progress', progress: { words: `${region}, ${words}`, done: 0, total: 0 } });
  say('signing in');
  let identity: Identity;
  try {
    identity = await identityOf(connection, region, stop.signal);
  } catch (error) {
    throw new PlanError(
      `could not sign in with ${connection.via}: ${wordsOf(error)}; check the profile, or run "aws sso login"`,
    );
  }
  const { about = {} } = subject;
  // A function of the same name in another account is another function.
  if (about['account'] !== undefined && about['account'] !== identity.account)
    throw new PlanError(
      `it is in account ${about['account']}, and ${connection.via} leads to ${identity.account}: choose a profile of that account`,
    );
  return {
    connection,
    region,
    identity,
    signal: stop.signal,
    now: new Date().toISOString(),
    about,
    tell: say,
    onRead: (done, total) =>
      tell({ kind: 'progress', progress: { words: `${region}, what is there`, done, total } }),
  };
}

/** A failure is an answer: what was done until then is in the journal. */
async function carryOut(what: 'apply' | 'undo', path: string, connection: Connection): Promise<CarriedOut> {
  const options = {
    connection,
    signal: stop.signal,
    onStep: (done: number, total: number, words: string) =>
      tell({ kind: 'progress', progress: { words, done, total } }),
  };
  const remarks: string[] = [];
  try {
    const journal = openJournal(path);
    if (what === 'apply') {
      await applyPlan(journal, options);
      return { remarks };
    }
    const undone = await undoPlan(journal, options);
    remarks.push(...undone.remarks);
    return undone.waiting.length === 0 ? { remarks } : { remarks, stopped: undone.waiting.join('; ') };
  } catch (error) {
    if (stop.signal.aborted) return { stopped: 'you stopped it', remarks };
    return { stopped: wordsOf(error), remarks };
  }
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const first = error.message.split('\n')[0] ?? '';
  return error instanceof PlanError || error instanceof ApplyError ? first : `${error.name}: ${first}`;
}
