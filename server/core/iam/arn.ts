// Amazon Resource Names, taken apart: `arn:partition:service:region:account:resource`, where the resource may hold
// further colons. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html

export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** `undefined` for a text that is no whole ARN. */
export function parseArn(text: string): Arn | undefined {
  if (!text.startsWith('arn:')) return undefined;
  const parts = text.split(':');
  const [, partition, service, region, account] = parts;
  if (partition === undefined || service === undefined || region === undefined || account === undefined) {
    return undefined;
  }
  const resource = parts.slice(5).join(':');
  return resource === '' ? undefined : { partition, service, region, account, resource };
}

/** The account field of an ARN; empty where it has none, as those of S3. */
export function accountOf(arn: string): string {
  return parseArn(arn)?.account ?? '';
}

/** Name and qualifier of a function ARN; `undefined` for another ARN. */
export function parseFunctionArn(
  text: string,
): { readonly arn: string; readonly name: string; readonly qualifier?: string } | undefined {
  const arn = parseArn(text);
  if (arn === undefined || arn.service !== 'lambda') return undefined;
  const [kind, name, qualifier] = arn.resource.split(':');
  if (kind !== 'function' || name === undefined || name === '') return undefined;
  const bare = `arn:${arn.partition}:lambda:${arn.region}:${arn.account}:function:${name}`;
  return { arn: bare, name, ...(qualifier === undefined || qualifier === '' ? {} : { qualifier }) };
}

/** The last part of a resource: `x` of `role/path/x`, `layer:x`, `x`. */
export function shortName(arn: string): string {
  const resource = parseArn(arn)?.resource ?? arn;
  return resource.slice(Math.max(resource.lastIndexOf('/'), resource.lastIndexOf(':')) + 1);
}
