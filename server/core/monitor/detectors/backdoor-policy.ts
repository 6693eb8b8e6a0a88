// Somebody outside gets the right to call or use a function, an alias or a layer: a door that stays open.

import type { TrailDetector } from '../trail/detector.ts';
import { record } from '../trail/example.ts';
import { isForeignPrincipal } from '../trail/principals.ts';
import { functionOf, text } from '../trail/trail-event.ts';

export const backdoorPolicy: TrailDetector = {
  id: 'backdoor-policy',
  title: 'outsiders were given access',
  severity: 'error',
  confidence: 'high',
  why: 'A statement in a resource policy outlives every password change: whoever was let in can call the function, or read the layer, from their own account.',
  todo: 'Remove the statement unless you know the account; then look at what else the same identity did.',
  ref: 'https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html',
  attack: ['T1098', 'T1546'],
  look(event) {
    if (event.error !== '' || event.service !== 'lambda') return undefined;
    if (event.name !== 'AddPermission' && event.name !== 'AddLayerVersionPermission') return undefined;
    const principal = text(event.request['principal']);
    const organization = text(event.request['principalOrgID']) || text(event.request['organizationId']);
    if (organization !== '' || !isForeignPrincipal(principal, event.account)) return undefined;
    const what = event.name === 'AddPermission' ? functionOf(event) : text(event.request['layerName']);
    const who = principal === '*' ? 'everybody' : principal;
    return {
      message: `${event.identity.principal} gave ${who} ${text(event.request['action']) || 'access'} on ${what}`,
      function: what,
    };
  },
  examples: {
    bad: [
      [
        record({
          name: 'AddPermission20150331v2',
          request: {
            functionName: 'orders',
            action: 'lambda:InvokeFunction',
            principal: '*',
            statementId: 'x',
          },
        }),
      ],
      [
        record({
          name: 'AddPermission20150331v2',
          request: {
            functionName: 'orders',
            action: 'lambda:InvokeFunction',
            principal: '999988887777',
            statementId: 'x',
          },
        }),
      ],
      [
        record({
          name: 'AddLayerVersionPermission20181031',
          request: { layerName: 'shared', action: 'lambda:GetLayerVersion', principal: '*' },
        }),
      ],
    ],
    good: [
      [
        record({
          name: 'AddPermission20150331v2',
          request: {
            functionName: 'orders',
            action: 'lambda:InvokeFunction',
            principal: 's3.amazonaws.com',
            sourceAccount: '111122223333',
          },
        }),
      ],
      [
        record({
          name: 'AddPermission20150331v2',
          request: { functionName: 'orders', action: 'lambda:InvokeFunction', principal: '111122223333' },
        }),
      ],
      [
        record({
          name: 'AddPermission20150331v2',
          request: { functionName: 'orders', principal: '*' },
          error: 'AccessDenied',
        }),
      ],
    ],
  },
};
