// The permissions that audits need, tried against the identity of a profile.

/** Request: `PermissionsParams` → `PermissionsAnswer`. Nothing but IAM's simulation is called. */
export const permissionsRequest = 'lambdaProtect/permissions';

export interface PermissionsParams {
  /** Absent: the credentials that the environment gives. */
  readonly profile?: string;
}

export interface PermissionsAnswer {
  /** The read policy, as JSON text. */
  readonly policy: string;
  /** Actions that the identity lacks; absent where that could not be tried. */
  readonly missing?: readonly string[];
  /** Why it could not be tried, in words. */
  readonly untried?: string;
}
