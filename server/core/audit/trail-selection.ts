// Whether a trail's selector takes in the invocations of a function. A selector of the right type that is limited to
// other ARNs does not.
import type { ArnFilter, TrailSelector } from '../model/detection-services.ts';

export function arnIsSelected(selector: TrailSelector, functionArn: string): boolean {
  if (selector.category !== 'data' || !selector.writes) return false;
  if (!selector.resourceTypes.includes('AWS::Lambda::Function')) return false;
  return selector.arnFilters.every((filter) => passes(filter, functionArn));
}

/** Several values are alternatives for the positive operators; all must miss for the negative ones. */
function passes(filter: ArnFilter, arn: string): boolean {
  switch (filter.operator) {
    case 'equals':
      // Basic selectors write `arn:aws:lambda` for every function.
      return filter.values.some(
        (value) => value === arn || value === 'arn:aws:lambda' || arn.startsWith(`${value}:`),
      );
    case 'starts-with':
      return filter.values.some((value) => arn.startsWith(value));
    case 'ends-with':
      return filter.values.some((value) => arn.endsWith(value));
    case 'not-equals':
      return filter.values.every((value) => value !== arn);
    case 'not-starts-with':
      return filter.values.every((value) => !arn.startsWith(value));
    case 'not-ends-with':
      return filter.values.every((value) => !arn.endsWith(value));
  }
}
