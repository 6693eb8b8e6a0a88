// Answers and errors in the form in which the request came.

import { type Fault, newId } from './behaviour.ts';
import type { LoadedService, Operation, Protocol } from './sdk-schemas.ts';
import { encode as encodeCbor } from './wire/cbor.ts';
import { isRecord, toJson } from './wire/json.ts';
import { payloadMember, restHeaders } from './wire/rest.ts';
import { element, escapeXml, membersToXml } from './wire/xml.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export type WireForm = Protocol | 'rpcv2Cbor';

export function encodeOutput(
  service: LoadedService,
  operation: Operation,
  form: WireForm,
  output: unknown,
): Answer {
  const requestId = newId();
  const schema = operation.output;
  switch (form) {
    case 'awsJson1_0':
    case 'awsJson1_1':
      return answer(200, jsonType(form), JSON.stringify(toJson(schema, output) ?? {}), requestId);
    case 'rpcv2Cbor':
      return {
        ...answer(200, 'application/cbor', encodeCbor(schema, output), requestId),
        headers: {
          'content-type': 'application/cbor',
          'smithy-protocol': 'rpc-v2-cbor',
          'x-amzn-requestid': requestId,
        },
      };
    case 'awsQuery': {
      const result = `<${operation.name}Result>${membersToXml(schema, output)}</${operation.name}Result>`;
      return answer(
        200,
        'text/xml',
        `<${operation.name}Response xmlns="${service.entry.xmlNamespace ?? ''}">${result}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation.name}Response>`,
        requestId,
      );
    }
    case 'ec2Query':
      return answer(
        200,
        'text/xml',
        `<?xml version="1.0" encoding="UTF-8"?><${operation.name}Response xmlns="${service.entry.xmlNamespace ?? ''}"><requestId>${requestId}</requestId>${membersToXml(schema, output)}</${operation.name}Response>`,
        requestId,
      );
    case 'restJson1':
    case 'restXml':
      return encodeRest(service, operation, form, output, requestId);
  }
}

function encodeRest(
  service: LoadedService,
  operation: Operation,
  form: 'restJson1' | 'restXml',
  output: unknown,
  requestId: string,
): Answer {
  const bound = restHeaders(operation.output, output);
  const status = bound.status ?? operation.http?.[2] ?? 200;
  const payload = payloadMember(operation.output);
  const type = form === 'restJson1' ? 'application/json' : 'application/xml';
  let body: string | Buffer;
  if (payload && isRecord(output)) {
    const [name, member] = payload;
    const value = output[name];
    if (value instanceof Uint8Array) body = Buffer.from(value);
    else if (typeof value === 'string') body = value;
    else if (value === undefined) body = '';
    else if (form === 'restJson1') body = JSON.stringify(toJson(member, value));
    else body = element(member.getMergedTraits().xmlName ?? member.getName() ?? name, member, value);
  } else if (form === 'restJson1') {
    body = JSON.stringify(toJson(operation.output, output) ?? {});
    if (body === '{}' && status === 204) body = '';
  } else {
    const inner = membersToXml(operation.output, output);
    const tag = operation.output.getMergedTraits().xmlName ?? `${operation.name}Result`;
    body =
      inner === ''
        ? ''
        : `<?xml version="1.0" encoding="UTF-8"?><${tag} xmlns="${service.entry.xmlNamespace ?? ''}">${inner}</${tag}>`;
  }
  const made = answer(status, type, body, requestId);
  return { ...made, headers: { ...made.headers, ...bound.headers } };
}

export function encodeFault(service: LoadedService | undefined, form: WireForm, fault: Fault): Answer {
  const requestId = newId();
  const known = service?.errors.get(fault.code);
  const status = fault.status ?? known?.status ?? 400;
  const message = fault.message;
  switch (form) {
    case 'awsQuery':
    case 'ec2Query': {
      const code = escapeXml(fault.code);
      const text = escapeXml(message);
      const kind = status >= 500 ? 'Receiver' : 'Sender';
      const body =
        form === 'ec2Query'
          ? `<Response><Errors><Error><Code>${code}</Code><Message>${text}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`
          : `<ErrorResponse xmlns="${service?.entry.xmlNamespace ?? ''}"><Error><Type>${kind}</Type><Code>${code}</Code><Message>${text}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
      return answer(status, 'text/xml', body, requestId);
    }
    case 'restXml':
      return answer(
        status,
        'application/xml',
        `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${escapeXml(fault.code)}</Code><Message>${escapeXml(message)}</Message><RequestId>${requestId}</RequestId></Error>`,
        requestId,
      );
    case 'rpcv2Cbor':
      return {
        ...answer(
          status,
          'application/cbor',
          encodeCbor(undefined, { __type: fault.code, message, ...fault.fields }),
          requestId,
        ),
        headers: {
          'content-type': 'application/cbor',
          'smithy-protocol': 'rpc-v2-cbor',
          'x-amzn-requestid': requestId,
        },
      };
    case 'awsJson1_0':
    case 'awsJson1_1': {
      const body = JSON.stringify({ __type: fault.code, message, ...fault.fields });
      return answer(status === 403 ? 400 : status, jsonType(form), body, requestId);
    }
    case 'restJson1': {
      const made = answer(
        status,
        'application/json',
        JSON.stringify({ message, Message: message, ...fault.fields }),
        requestId,
      );
      return { ...made, headers: { ...made.headers, 'x-amzn-errortype': fault.code } };
    }
  }
}

function jsonType(form: 'awsJson1_0' | 'awsJson1_1'): string {
  return form === 'awsJson1_0' ? 'application/x-amz-json-1.0' : 'application/x-amz-json-1.1';
}

function answer(status: number, type: string, body: string | Buffer, requestId: string): Answer {
  return {
    status,
    headers: { 'content-type': type, 'x-amzn-requestid': requestId, 'x-amz-request-id': requestId },
    body: typeof body === 'string' ? Buffer.from(body) : body,
  };
}
