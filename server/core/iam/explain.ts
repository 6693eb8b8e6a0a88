// A decision in sentences: which statement of which policy, and under which condition.
import type { Decision, PolicyKind } from './decide.ts';
import type { OpenCondition, StatementRef, Term } from './formula.ts';

/** `allowed by …`, `denied: …`, `allowed if aws:SourceVpc is vpc-1, by …`. */
export function explain(decision: Decision): string {
  switch (decision.answer) {
    case 'allowed':
      return `allowed by ${list(decision.allowedBy.map(nameStatement)) || "the account's root"}`;
    case 'denied':
      if (decision.explicit) return `denied by ${list(decision.deniedBy.map(nameStatement))}`;
      return `denied: ${list(decision.refusedBy.map((kind) => refusals[kind])) || 'nothing allows it'}`;
    case 'unknown': {
      const limited = unlessOrganization(decision);
      if (limited !== undefined) return limited;
      const allow =
        decision.allowIf.length === 0
          ? `allowed by ${list(decision.allowedBy.map(nameStatement)) || "the account's root"}`
          : `allowed if ${decision.allowIf.map(nameTerm).join(', or if ')}`;
      const deny =
        decision.denyIf.length === 0 ? '' : `, unless ${decision.denyIf.map(nameTerm).join(', or ')}`;
      return allow + deny;
    }
  }
}

/** The policies of an organization only take away: where they alone are missing, what allows is known. */
function unlessOrganization({ allowIf, denyIf }: Decision): string | undefined {
  const isMissing = (term: Term) =>
    term.conditions.length === 0 &&
    term.gaps.length > 0 &&
    term.gaps.every((gap) => gap.action.startsWith('organizations:'));
  const term = allowIf.find(isMissing);
  const [gap] = term?.gaps ?? [];
  if (term === undefined || gap === undefined || !denyIf.every(isMissing)) return undefined;
  const by = list(term.statements.map(nameStatement)) || "the account's root";
  return `allowed by ${by}, unless a policy of the organization that could not be read takes it back (${gap.action}: ${gap.detail})`;
}

const refusals: Readonly<Record<PolicyKind, string>> = {
  identity: 'no identity policy allows it',
  resource: 'no resource policy allows it',
  boundary: 'the permissions boundary does not allow it',
  session: 'the session policy does not allow it',
  scp: 'a service control policy does not allow it',
  rcp: 'a resource control policy does not allow it',
};

/** `statement "Deploy" of policy DeployPolicy (group developers)`; statements without a Sid are counted from 1. */
export function nameStatement(ref: StatementRef): string {
  const statement = ref.sid === undefined ? `statement ${ref.statement + 1}` : `statement "${ref.sid}"`;
  return `${statement} of ${ref.policy}${ref.via === undefined ? '' : ` (${ref.via})`}`;
}

export function nameTerm(term: Term): string {
  const conditions = term.conditions.map(nameCondition);
  const gaps = term.gaps.map(
    (gap) => `a policy that could not be read (${gap.action}: ${gap.detail}) says so`,
  );
  const by = term.statements.length === 0 ? '' : ` (${list(term.statements.map(nameStatement))})`;
  return [...new Set([...conditions, ...gaps])].join(' and ') + by;
}

/** `aws:SourceVpc is vpc-1 or vpc-2`. */
export function nameCondition(condition: OpenCondition): string {
  const values = condition.values.join(' or ');
  const [, set, name = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/i.exec(condition.operator) ?? [];
  const subject =
    set === undefined ? condition.key : /all/i.test(set) ? `every ${condition.key}` : `any ${condition.key}`;
  const test =
    name.toLowerCase() === 'null'
      ? condition.values.some((value) => value.toLowerCase() === 'true')
        ? `${subject} is absent`
        : `${subject} is present`
      : name === 'resource like'
        ? `${values} (with ${condition.key}) is the resource`
        : `${subject} ${verbs[name.toLowerCase()] ?? name} ${values}`;
  return ifExists === undefined ? test : `${test} or is absent`;
}

const verbs: Readonly<Record<string, string>> = {
  stringequals: 'is',
  stringnotequals: 'is not',
  stringequalsignorecase: 'is (in any case)',
  stringnotequalsignorecase: 'is not (in any case)',
  stringlike: 'is like',
  stringnotlike: 'is not like',
  numericequals: 'is',
  numericnotequals: 'is not',
  numericlessthan: 'is less than',
  numericlessthanequals: 'is at most',
  numericgreaterthan: 'is more than',
  numericgreaterthanequals: 'is at least',
  dateequals: 'is',
  datenotequals: 'is not',
  datelessthan: 'is before',
  datelessthanequals: 'is not after',
  dategreaterthan: 'is after',
  dategreaterthanequals: 'is not before',
  bool: 'is',
  binaryequals: 'is',
  ipaddress: 'is in',
  notipaddress: 'is not in',
  arnequals: 'is',
  arnlike: 'is like',
  arnnotequals: 'is not',
  arnnotlike: 'is not like',
};

function list(texts: readonly string[]): string {
  return [...new Set(texts)].join(', ');
}
