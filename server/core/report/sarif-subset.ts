// For the tests: what the SARIF 2.1.0 specification asks of the objects that our reports use, written down from
// the specification's text (sections 3.13 to 3.58) as a JSON schema. Closed: a property not named here is refused.

const uriReference = {
  type: 'string',
  pattern: "^(?:[A-Za-z0-9._~!$&'()*+,;=:@/?#\\[\\]-]|%[0-9A-Fa-f]{2})+$",
};
const absoluteUri = { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9+.-]*:[^\\s]+$' };
const text = closed({ text: { type: 'string', minLength: 1 } }, ['text']);
const level = { enum: ['none', 'note', 'warning', 'error'] };
const position = { type: 'integer', minimum: 1 };
const artifact = closed({ uri: uriReference, uriBaseId: { type: 'string', minLength: 1 } }, ['uri']);
const region = closed(
  { startLine: position, startColumn: position, endLine: position, endColumn: position },
  ['startLine'],
);
const location = {
  id: { type: 'integer', minimum: -1 },
  physicalLocation: closed({ artifactLocation: artifact, region }, ['artifactLocation']),
  logicalLocations: {
    type: 'array',
    uniqueItems: true,
    items: closed({
      name: { type: 'string' },
      fullyQualifiedName: { type: 'string' },
      kind: { type: 'string' },
    }),
  },
  message: text,
};
const rule = closed(
  {
    id: { type: 'string', minLength: 1 },
    shortDescription: text,
    fullDescription: text,
    help: text,
    helpUri: absoluteUri,
    defaultConfiguration: closed({ level }),
    properties: {
      type: 'object',
      properties: { tags: { type: 'array', uniqueItems: true, items: { type: 'string' } } },
    },
  },
  ['id'],
);
const result = closed(
  {
    ruleId: { type: 'string', minLength: 1 },
    ruleIndex: { type: 'integer', minimum: -1 },
    level,
    message: text,
    locations: { type: 'array', items: closed(location) },
    relatedLocations: { type: 'array', uniqueItems: true, items: closed(location) },
    partialFingerprints: { type: 'object', additionalProperties: { type: 'string' } },
    suppressions: {
      type: 'array',
      uniqueItems: true,
      items: closed(
        {
          kind: { enum: ['inSource', 'external'] },
          status: { enum: ['accepted', 'underReview', 'rejected'] },
          justification: { type: 'string', minLength: 1 },
        },
        ['kind'],
      ),
    },
    properties: { type: 'object' },
  },
  ['message'],
);
const run = closed(
  {
    tool: closed(
      {
        driver: closed(
          {
            name: { type: 'string', minLength: 1 },
            version: { type: 'string' },
            informationUri: absoluteUri,
            rules: { type: 'array', uniqueItems: true, items: rule },
          },
          ['name'],
        ),
      },
      ['driver'],
    ),
    invocations: {
      type: 'array',
      items: closed(
        {
          executionSuccessful: { type: 'boolean' },
          toolExecutionNotifications: { type: 'array', items: closed({ level, message: text }, ['message']) },
        },
        ['executionSuccessful'],
      ),
    },
    columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
    originalUriBaseIds: {
      type: 'object',
      additionalProperties: closed({ uri: { type: 'string', pattern: '/$' } }),
    },
    results: { type: 'array', items: result },
  },
  ['tool'],
);

export const sarifSubset = closed(
  { $schema: absoluteUri, version: { const: '2.1.0' }, runs: { type: 'array', items: run } },
  ['version', 'runs'],
);

function closed(properties: Readonly<Record<string, unknown>>, required: readonly string[] = []) {
  return { type: 'object', properties, required, additionalProperties: false };
}
