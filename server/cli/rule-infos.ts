// What SARIF says of each code rule, from the rule files that a run used.
import type { RuleInfo } from '../core/report/sarif.ts';
import type { Rule } from '../core/rulelang/rule.ts';
import type { LoadedRules } from '../platform/scanner.ts';

export function ruleInfos(loaded: readonly LoadedRules[]): RuleInfo[] {
  return loaded.flatMap(({ set }) => set.code.map(({ rule }) => ruleInfo(rule)));
}

export function ruleInfo(rule: Rule): RuleInfo {
  return {
    id: rule.id,
    severity: rule.severity,
    title: rule.message,
    cwe: rule.cwe,
    tags: rule.owasp,
    ...(rule.why === undefined ? {} : { why: rule.why }),
    ...(rule.todo === undefined ? {} : { todo: rule.todo }),
    ...(rule.ref === undefined ? {} : { ref: rule.ref }),
  };
}
