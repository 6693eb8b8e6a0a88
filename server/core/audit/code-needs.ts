// What the code of one function needs of its role: its calls beside the grants of the snapshot.

import type { LambdaFunction } from '../model/function.ts';
import type { Gap } from '../model/known.ts';
import { type CodeNeeds, compareNeeds } from '../needs/compare-needs.ts';
import type { FoundCalls } from '../needs/find-calls.ts';
import { noOptions } from './facts.ts';
import { factsOf } from './resolve-facts.ts';
import { grantsIn } from './role-grants.ts';
import type { RegionIndex, SnapshotIndex } from './snapshot-index.ts';

/** What the function's code calls beside what its role gives. */
export interface NeedsAnswer extends CodeNeeds {
  readonly functionArn: string;
  readonly roleArn: string;
  readonly gaps: readonly Gap[];
}

export function needsOf(
  index: SnapshotIndex,
  home: RegionIndex,
  lambda: LambdaFunction,
  calls: FoundCalls,
): NeedsAnswer {
  const facts = factsOf(index, home, lambda, noOptions);
  const grants = facts.fact('grants');
  const mappings = facts.fact('mappings').value;
  const eventInvoke = facts.fact('eventInvoke').value;
  const needs = compareNeeds(calls, grants.value === undefined ? [] : grantsIn(grants.value), {
    // What is not known may be there.
    hasEventSources: mappings?.length !== 0,
    hasDestinations:
      lambda.configuration.deadLetterArn !== undefined ||
      mappings?.some((one) => one.onFailureArn !== undefined) !== false ||
      eventInvoke?.some((one) => one.onSuccessArn !== undefined || one.onFailureArn !== undefined) !== false,
  });
  return {
    functionArn: lambda.arn,
    roleArn: lambda.configuration.role,
    gaps: grants.gaps,
    ...needs,
    // A policy that could not be read may allow it.
    missing: grants.gaps.length > 0 ? [] : needs.missing,
  };
}
