// Planned changes to an account, as the editor makes, shows, carries out and takes them back: a planner asks what it
// has to know, makes a plan, and the plan is a page with every call. Nothing is applied that was not on such a page.

/** Request: `null` → `readonly ChangePlace[]`. Where the open audit and the findings of GuardDuty say that functions are. */
export const changePlacesRequest = 'lambdaProtect/changes/places';

export interface ChangePlace {
  /** In the words of an audit. */
  readonly via: string;
  readonly account: string;
  readonly region: string;
}

/** Request: `ChangeSubject` → `ChangeSubject`, with what is known of the function or the finding that it is about. */
export const changeSubjectRequest = 'lambdaProtect/changes/subject';

/** Where a change is to be made, and what it is about. */
export interface ChangeSubject {
  /** How the account is entered, in the words of an audit's `via`; absent: the environment's credentials. */
  readonly via?: string;
  /** Absent: that of the profile or the environment. */
  readonly region?: string;
  /** What the planner is told: `arn` of a function or id of a `finding`, and what it names itself. `account`: plans are made nowhere else. */
  readonly about?: Readonly<Record<string, string>>;
}

/** Request: `AskChangeParams` → `AskedChange`. Reads what there is to choose from. Fails with words for a person. */
export const askChangeRequest = 'lambdaProtect/changes/ask';

export interface AskChangeParams {
  /** Id of a planner of the server. */
  readonly planner: string;
  readonly subject: ChangeSubject;
}

export interface AskedChange {
  /** Of the questions, short. */
  readonly title: string;
  /** What was left open is filled in. */
  readonly subject: ChangeSubject;
  readonly account: string;
  /** In the order in which they are asked; none: the plan can be made. */
  readonly questions: readonly ChangeQuestion[];
}

export type ChangeQuestion = {
  readonly id: string;
  readonly title: string;
  readonly placeHolder?: string;
  /** Asked only where the answer to an earlier question is one of these. */
  readonly when?: { readonly id: string; readonly isOneOf: readonly string[] };
} & (
  | {
      readonly kind: 'pick';
      /** Any number may be chosen, none included where `least` is 0. */
      readonly many: boolean;
      readonly least: 0 | 1;
      readonly choices: readonly ChangeChoice[];
    }
  | {
      readonly kind: 'text';
      readonly prompt: string;
      readonly value: string;
      /** A regular expression of JavaScript that the whole text must fit, and what is said where it does not. */
      readonly pattern?: string;
      readonly otherwise?: string;
    }
);

export interface ChangeChoice {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  /** What it does and what it costs, in a line. */
  readonly detail?: string;
  readonly picked?: boolean;
}

/** By the question's id: ids of choices, or the one text. */
export type ChangeAnswers = Readonly<Record<string, readonly string[]>>;

/** Request: `PlanChangeParams` → `PlannedChange`. Keeps the plan; changes nothing. Fails with words for a person. */
export const planChangeRequest = 'lambdaProtect/changes/plan';

export interface PlanChangeParams extends AskChangeParams {
  readonly answers: ChangeAnswers;
}

export type PlannedChange =
  | { readonly kind: 'page'; readonly page: ChangePage }
  /** The same as text for infrastructure code; nothing was planned. */
  | {
      readonly kind: 'text';
      readonly language: string;
      readonly text: string;
      readonly notes: readonly string[];
    };

/** `planned`: kept and not begun. `nothing`: there is nothing to change. The rest is what the journal says. */
export type ChangeState = 'planned' | 'nothing' | 'half-applied' | 'applied' | 'half-undone' | 'undone';

export interface ChangePage {
  /** The name of the plan's or the journal's file. */
  readonly id: string;
  /** Stands for exactly this content: what is carried out is what was on the page. */
  readonly print: string;
  /** Of the files: `monitoring`, `response-shop-orders`. */
  readonly topic: string;
  readonly title: string;
  readonly account: string;
  readonly regions: readonly string[];
  readonly via?: string;
  /** ISO 8601. */
  readonly madeAt: string;
  readonly state: ChangeState;
  readonly steps: readonly ChangeStep[];
  readonly permissions: readonly string[];
  readonly undoPermissions: readonly string[];
  readonly warnings: readonly string[];
  /** Folder of plan and journal, for a person. */
  readonly folder: string;
  /** Of the last time that it was carried out: what stopped it, with the next step. */
  readonly stopped?: string;
  /** What undo could not take back, and why that is no harm. */
  readonly remarks: readonly string[];
}

export interface ChangeStep {
  readonly words: string;
  readonly note?: string;
  readonly calls: readonly ChangeCall[];
  /** What undo does. */
  readonly undo: string;
  readonly undoCalls: readonly ChangeCall[];
  readonly state: 'untouched' | 'begun' | 'done' | 'undoing' | 'undone';
}

export interface ChangeCall {
  /** `lambda:PutFunctionConcurrency` */
  readonly name: string;
  /** JSON. */
  readonly input: string;
}

/** Request: `ChangeParams` → `ChangePage`. Fails with words for a person where it is gone. */
export const changePageRequest = 'lambdaProtect/changes/page';
/** Request: `ChangeParams` → null. Forgets a plan of which nothing was begun. */
export const discardChangeRequest = 'lambdaProtect/changes/discard';

export interface ChangeParams {
  readonly id: string;
}

/** Request: `CarryOutParams` → `ChangePage`. Can be cancelled between steps. Fails where the page is not of now. */
export const carryOutChangeRequest = 'lambdaProtect/changes/carryOut';

export interface CarryOutParams extends ChangeParams {
  readonly what: 'apply' | 'undo';
  /** Of the page that a person saw and confirmed. */
  readonly print: string;
  /** Instead of the plan's own. */
  readonly via?: string;
}

/** Request: `null` → `readonly ListedChange[]`, the newest first: what could be gone on with or taken back. */
export const listChangesRequest = 'lambdaProtect/changes/list';

export interface ListedChange {
  readonly id: string;
  readonly title: string;
  readonly account: string;
  readonly regions: readonly string[];
  /** ISO 8601: when the plan was made. */
  readonly madeAt: string;
  readonly state: ChangeState;
  readonly done: number;
  readonly total: number;
}

/** Notification, server to client, while a planner asks or a plan is made or carried out. */
export const changeProgressNotification = 'lambdaProtect/changes/progress';

export interface ChangeProgress {
  readonly words: string;
  readonly done: number;
  /** 0: not known. */
  readonly total: number;
}
