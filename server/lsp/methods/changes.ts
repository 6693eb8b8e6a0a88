// Planned changes in the editor: asking, planning, showing, carrying out, taking back. AWS is asked in a thread of its
// own; nothing is carried out but what was on a page that a person confirmed.
import {
  type CancellationToken,
  type Connection,
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver/node';
import {
  type AskChangeParams,
  type AskedChange,
  askChangeRequest,
  type CarryOutParams,
  type ChangePage,
  type ChangeParams,
  type ChangeProgress,
  type ChangeSubject,
  carryOutChangeRequest,
  changePageRequest,
  changePlacesRequest,
  changeProgressNotification,
  changeSubjectRequest,
  discardChangeRequest,
  listChangesRequest,
  type PlanChangeParams,
  type PlannedChange,
  planChangeRequest,
} from '../../protocol/changes.ts';
import { askMfaCode } from '../ask-mfa-code.ts';
import { changePage } from '../changes/change-page.ts';
import {
  discardChange,
  filesOf,
  findChange,
  keepPlan,
  listChanges,
  nameOf,
  planName,
  takeJournal,
} from '../changes/change-store.ts';
import type { CarriedOut, ChangeAccess } from '../changes/job.ts';
import { type ChangesHooks, type ChangesThreads, createChangesThreads } from '../changes/run-changes.ts';
import { knownPlaces, subjectOf } from '../changes/subject.ts';
import type { Method } from '../method.ts';
import type { Session } from '../session.ts';
import { environment } from '../threat-pages.ts';

/** How the last carrying out ended, by the name of the file; kept while the server runs. */
type Endings = Map<string, CarriedOut>;

/** With what a request works. */
interface How extends ChangesHooks {
  readonly threads: ChangesThreads;
}

export const changes: Method = {
  register(connection, session) {
    const endings: Endings = new Map();
    const threads = createChangesThreads();
    let isBusy = false;
    connection.onRequest(changePlacesRequest, () => knownPlaces(session));
    connection.onRequest(changeSubjectRequest, (subject: ChangeSubject) => subjectOf(subject, session));
    connection.onRequest(askChangeRequest, (params: AskChangeParams, token) =>
      inWords(token, (signal) => ask(params, session, hooks(connection, signal, threads))),
    );
    connection.onRequest<PlannedChange, void>(planChangeRequest, (params: PlanChangeParams, token) =>
      inWords(token, (signal) => plan(params, session, hooks(connection, signal, threads), endings)),
    );
    connection.onRequest(changePageRequest, ({ id }: ChangeParams, token) =>
      inWords(token, async () => pageOf(id, session, endings)),
    );
    connection.onRequest(discardChangeRequest, ({ id }: ChangeParams, token) =>
      inWords(token, async () => {
        discardChange(session, id);
        return null;
      }),
    );
    connection.onRequest(listChangesRequest, (_params: null, token) =>
      inWords(token, async () => listChanges(session)),
    );
    connection.onRequest(carryOutChangeRequest, (params: CarryOutParams, token) =>
      inWords(token, async (signal) => {
        if (isBusy) throw new Error('another change is being carried out: wait for its end');
        isBusy = true;
        try {
          return await carryOut(params, session, hooks(connection, signal, threads), endings);
        } finally {
          isBusy = false;
        }
      }),
    );
  },
};

/** A person reads the message; without this the protocol puts its own words before it. */
async function inWords<T>(token: CancellationToken, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  token.onCancellationRequested(() => stop.abort());
  try {
    return await work(stop.signal);
  } catch (error) {
    if (stop.signal.aborted) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'stopped');
    throw new ResponseError(
      ErrorCodes.InvalidRequest,
      error instanceof Error ? error.message : String(error),
    );
  }
}

function hooks(connection: Connection, signal: AbortSignal, threads: ChangesThreads): How {
  return {
    threads,
    signal,
    onProgress: (progress: ChangeProgress) =>
      void connection.sendNotification(changeProgressNotification, progress),
    mfaCode: (serial) => askMfaCode(connection, serial),
  };
}

function accessTo(via: string | undefined, { settings: { endpointUrl } }: Session): ChangeAccess {
  return { via: via ?? environment, ...(endpointUrl === '' ? {} : { endpointUrl }) };
}

async function ask({ planner, subject }: AskChangeParams, session: Session, how: How): Promise<AskedChange> {
  const access = accessTo(subject.via, session);
  const { region, ...asked } = await how.threads.run({ kind: 'ask', access, planner, subject }, how);
  return { ...asked, subject: { ...subject, via: access.via, region } };
}

async function plan(
  { planner, subject, answers }: PlanChangeParams,
  session: Session,
  how: How,
  endings: Endings,
): Promise<PlannedChange> {
  const access = accessTo(subject.via, session);
  const drafted = await how.threads.run({ kind: 'plan', access, planner, subject, answers }, how);
  if (drafted.kind === 'text') return drafted;
  const { topic, plan: made } = drafted;
  keepPlan(session, topic, made);
  const id = planName(topic);
  endings.delete(id);
  return { kind: 'page', page: pageOf(id, session, endings) };
}

function pageOf(id: string, session: Session, endings: Endings): ChangePage {
  const last = endings.get(id);
  return changePage({ ...findChange(session, id), ...(last === undefined ? {} : { last }) });
}

async function carryOut(
  { id, what, print, via }: CarryOutParams,
  session: Session,
  how: How,
  endings: Endings,
): Promise<ChangePage> {
  const { path, plan: taken } = takeJournal(session, id, print);
  const access = accessTo(via ?? taken.via, session);
  const name = nameOf(path);
  const { topic } = findChange(session, name);
  const ended = await how.threads.run({ kind: what, access, journal: path }, how).catch(
    (error: unknown): CarriedOut => ({
      stopped: error instanceof Error ? error.message : String(error),
      remarks: [],
    }),
  );
  const { journal } = findChange(session, name);
  const isKeptAgain = what === 'apply' && journal !== undefined && filesOf(session, topic).giveBack(journal);
  const shown = isKeptAgain ? planName(topic) : name;
  endings.set(shown, ended);
  return pageOf(shown, session, endings);
}
