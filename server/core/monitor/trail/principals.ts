// Whether a principal that a call names lies outside of the account.

/** `*`, another account's number or ARN; services and the own account are not foreign. */
export function isForeignPrincipal(principal: string, account: string): boolean {
  if (principal === '' || principal.endsWith('.amazonaws.com') || principal.endsWith('.amazonaws.com.cn'))
    return false;
  if (principal === '*') return true;
  const number = /^\d{12}$/.test(principal)
    ? principal
    : (/^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(principal)?.[1] ?? '');
  return number !== '' && account !== '' && number !== account;
}
