// From an incident to the proposals that a person chooses among, the least harmful first.
import { remedies } from './remedies/index.ts';
import type { FunctionFacts, Proposal, Remedy } from './remedy.ts';

export interface Offer extends Proposal {
  readonly remedy: Remedy;
}

/** Said with every plan: the step that guides name, and what it does instead. */
export const eventInvokeNote =
  'DeleteFunctionEventInvokeConfig, which guides name for this, only removes retry and destination settings of asynchronous calls; triggers go on firing, so it is not offered';

export function offersFor(facts: FunctionFacts): readonly Offer[] {
  return remedies.map((remedy) => ({ remedy, ...remedy.propose(facts) }));
}

/** Of the chosen ones, those whose work another one of them does not include. */
export function withoutCovered(chosen: readonly Offer[]): readonly Offer[] {
  const covered = new Set(chosen.flatMap((one) => one.remedy.covers ?? []));
  return chosen.filter((one) => !covered.has(one.remedy.id));
}

/** What a network measure could do for this function. */
export function networkNote(facts: FunctionFacts): string {
  return facts.inVpc
    ? 'the function is in a VPC: block-in-network-acl, block-in-firewall and block-in-dns reach the address of a finding, no-egress everything'
    : 'the function is in no VPC: security groups, network ACLs and firewalls do not see its traffic';
}
