// An own layer version is given to everybody.
import { layerCheck } from '../../check.ts';
import { document, exampleAccount } from '../../examples.ts';
import { openStatements } from '../../exposure.ts';
import { lambdaGuide } from '../../references.ts';

const layer = {
  arn: 'arn:aws:lambda:eu-west-1:111122223333:layer:tools:3',
  version: 3,
  compatibleRuntimes: [],
  policy: { known: true as const, value: null },
  extensions: { known: true as const, value: [] },
};
const place = {
  account: exampleAccount,
  partition: 'aws',
  region: 'eu-west-1',
  ownAccounts: new Set([exampleAccount]),
};

export const publicLayer = layerCheck({
  id: 'public-layer',
  severity: 'warning',
  title: 'everybody may download a layer',
  why: 'A layer that everybody may use everybody may read: code, settings and whatever was packed by accident.',
  todo: 'Remove the permission, or limit it to the organization.',
  cwe: [732],
  references: [lambdaGuide('permissions-layer-cross-account', 'Layer access for other accounts')],
  needs: ['layerPolicy', 'layer', 'place'],
  test: ({ layerPolicy, layer: one }) => {
    if (layerPolicy === null) return [];
    return openStatements(layerPolicy, ['lambda:GetLayerVersion']).map((statement) => ({
      message: `statement ${statement.sid ?? statement.index + 1} of the policy of ${one.arn} lets everybody download it`,
      resource: 'layer policy',
      data: { sid: statement.sid ?? null },
    }));
  },
  examples: {
    good: [
      { place, layer, layerPolicy: null },
      {
        place,
        layer,
        layerPolicy: document({
          Effect: 'Allow',
          Principal: '*',
          Action: 'lambda:GetLayerVersion',
          Resource: '*',
          Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-example123' } },
        }),
      },
    ],
    bad: [
      {
        place,
        layer,
        layerPolicy: document({
          Sid: 'all',
          Effect: 'Allow',
          Principal: '*',
          Action: 'lambda:GetLayerVersion',
          Resource: '*',
        }),
      },
    ],
  },
});
