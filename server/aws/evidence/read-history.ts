// Who changed a function and its layers, from CloudTrail's history of 90 days. Asked by resource: Lambda's event names
// carry versions, and the history finds names only as they are.
import { type Known, known } from '../../core/model/known.ts';
import { toHistory } from '../../core/remedy/change-history.ts';
import type { ChangeHistory } from '../../core/remedy/evidence.ts';
import type { Ask } from '../ask.ts';
import type { Connection } from '../clients.ts';

/** The history may be asked twice a second, for 50 records each: more is not waited for. */
const pagesEach = 6;

/** `resources`: names or ARNs, as callers may have written either. */
export async function readHistory(
  ask: Ask,
  connection: Connection,
  region: string,
  resources: readonly string[],
  pipelines: readonly string[],
): Promise<Known<ChangeHistory>> {
  const trail = await connection.client('cloudtrail', region);
  const records: string[] = [];
  let isWhole = true;
  for (const AttributeValue of new Set(resources)) {
    let token: string | undefined;
    for (let number = 0; ; number += 1) {
      if (number === pagesEach) {
        isWhole = false;
        break;
      }
      const from: string | undefined = token;
      const page = await ask.known('cloudtrail:LookupEvents', (options) =>
        trail.lookupEvents(
          {
            LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue }],
            MaxResults: 50,
            ...(from === undefined ? {} : { NextToken: from }),
          },
          options,
        ),
      );
      if (!page.known) return page;
      for (const { CloudTrailEvent } of page.value.Events ?? [])
        if (CloudTrailEvent !== undefined) records.push(CloudTrailEvent);
      token = page.value.NextToken;
      if (token === undefined || token === '' || token === from) break;
    }
  }
  return known({ changes: toHistory(records, pipelines), isWhole });
}
