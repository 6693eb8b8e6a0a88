// The address of a finding as a block of one, where it is one that can be blocked.

/** Blocks in which an address says little about who is behind it: private ones, shared ones, a machine's own. */
const inside =
  /^(?:10\.|127\.|0\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|::1$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/i;

/** `198.51.100.7/32`, `2001:db8::7/128`; undefined where it is no address. */
export function cidrOf(address: string): string | undefined {
  const isV4 =
    /^\d{1,3}(?:\.\d{1,3}){3}$/.test(address) && address.split('.').every((part) => Number(part) < 256);
  if (isV4) return `${address}/32`;
  const isV6 = address.includes(':') && /^[0-9a-f:]+(?:\d+\.\d+\.\d+\.\d+)?$/i.test(address);
  return isV6 ? `${address.toLowerCase()}/128` : undefined;
}

export function isInsideAddress(address: string): boolean {
  return inside.test(address);
}
