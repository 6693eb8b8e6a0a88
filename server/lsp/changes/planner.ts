// What a planner is: it makes one kind of planned change to an account, for the editor. To add one: a file in
// `planners/` that exports a value of this shape, its line in `planners/index.ts`, and a command in `client/commands`
// that calls `startChange(extension, { planner: ID, title, subject })` from `client/changes/start-change.ts`. The rest (whom to
// ask, the questions, the page with every call, applying, journal, undo) is there for all of them. A planner runs in a
// thread of its own and only reads.
import type { MadePlan, PlanScope } from '../../aws/make-plan.ts';
import type { ChangeAnswers, ChangeQuestion } from '../../protocol/changes.ts';

export interface PlannerScope extends PlanScope {
  /** Of `ChangeSubject`. */
  readonly about: Readonly<Record<string, string>>;
  /** Says what is being read. */
  tell(words: string): void;
}

export interface Planner {
  /** Also its name in messages. */
  readonly id: string;
  /** Above its questions. */
  readonly title: string;
  /** Reads what there is to choose from. Throws `PlanError`. Empty: there is nothing to ask. */
  ask(scope: PlannerScope): Promise<readonly ChangeQuestion[]>;
  /** Throws `PlanError`. Made with `makePlan` of server/aws, as the command line does it. */
  plan(scope: PlannerScope, answers: ChangeAnswers): Promise<Drafted>;
}

export type Drafted =
  /** `topic`: the word for the files of plan and journal, the same that the command line uses for it. */
  | { readonly kind: 'plan'; readonly topic: string; readonly plan: MadePlan['plan'] }
  /** For infrastructure code: nothing is planned. */
  | {
      readonly kind: 'text';
      readonly language: string;
      readonly text: string;
      readonly notes: readonly string[];
    };

/** Of a question that takes one answer. */
export function answerTo(answers: ChangeAnswers, id: string): string {
  return answers[id]?.[0] ?? '';
}
