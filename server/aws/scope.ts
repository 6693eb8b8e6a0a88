// What a collector is given: where it looks, as whom, and how it asks.
import type { AccountSnapshot, Region } from '../core/model/account-snapshot.ts';
import type { LambdaFunction } from '../core/model/function.ts';
import type { EventSourceMapping } from '../core/model/trigger.ts';
import type { Ask } from './ask.ts';
import type { Client, Connection, ServiceName } from './clients.ts';

export interface Scope {
  readonly connection: Connection;
  readonly ask: Ask;
  readonly account: { readonly id: string; readonly partition: string };
  /** ISO 8601. */
  readonly now: string;
}

export interface RegionScope extends Scope {
  readonly region: string;
  client<Name extends ServiceName>(name: Name): Promise<Client<Name>>;
}

/** After the functions are known: what they name. */
export interface NeighbourScope extends RegionScope {
  readonly functions: readonly LambdaFunction[];
  readonly mappings: readonly EventSourceMapping[];
  /** ARNs in policies, mappings, destinations and settings, as they stand there: the last fields may hold `*`. */
  readonly named: ReadonlySet<string>;
}

/** What a collector is for a person: the feature that it serves and the permissions that it needs. */
export interface CollectorFacts {
  readonly thing: string;
  /** Feature of the product in words, for the read policy. */
  readonly feature:
    | 'functions'
    | 'access'
    | 'triggers'
    | 'network'
    | 'logs'
    | 'surveillance'
    | 'code'
    | 'changes'
    | 'plans';
  readonly actions: readonly string[];
}

export type Previous = { readonly snapshot: AccountSnapshot; readonly region: Region };
