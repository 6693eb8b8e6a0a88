// The caller's address as the trigger states it, never as a caller may claim it. Recorded with violations only where a
// person asked for that: it is personal data.
import { isObject, member } from './refusal.ts';

/** Nothing but an address can pass, so that no record ever holds content of an event. */
const address = /^[\dA-Fa-f.:]{2,45}$/;

export function sourceAddressOf(event: unknown): string | undefined {
  const context = member(event, 'requestContext');
  const found =
    member(member(context, 'http'), 'sourceIp') ??
    member(member(context, 'identity'), 'sourceIp') ??
    (isObject(member(context, 'elb')) ? lastForwarded(event) : undefined) ??
    first(member(member(event, 'identity'), 'sourceIp')) ??
    member(member(member(first(member(event, 'Records')), 'cf'), 'request'), 'clientIp');
  return typeof found === 'string' && address.test(found) ? found : undefined;
}

/** A load balancer appends the address that it saw. */
function lastForwarded(event: unknown): string | undefined {
  const many = member(member(event, 'multiValueHeaders'), 'x-forwarded-for');
  const header =
    member(member(event, 'headers'), 'x-forwarded-for') ?? (Array.isArray(many) ? many.at(-1) : undefined);
  return typeof header === 'string' ? header.split(',').at(-1)?.trim() : undefined;
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}
