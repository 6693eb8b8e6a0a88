// KMS keys: who may use them and whether they rotate.
import type * as K from '@aws-sdk/client-kms';
import { type Behaviours, type Call, Fault } from '../behaviour.ts';

export interface KeyState {
  metadata: K.KeyMetadata & { KeyId: string };
  policy: string;
  rotates: boolean;
}

export interface KmsState {
  keys: KeyState[];
}

export function emptyKms(): KmsState {
  return { keys: [] };
}

function keyOf(call: Call, given: string | undefined): KeyState {
  const key = call.region.kms.keys.find((one) => one.metadata.KeyId === given || one.metadata.Arn === given);
  if (!key) throw new Fault('NotFoundException', `Key '${given}' does not exist`);
  return key;
}

export const kms: Behaviours = {
  DescribeKey: (input: K.DescribeKeyRequest, call: Call): K.DescribeKeyResponse => ({
    KeyMetadata: keyOf(call, input.KeyId).metadata,
  }),

  GetKeyRotationStatus: (
    input: K.GetKeyRotationStatusRequest,
    call: Call,
  ): K.GetKeyRotationStatusResponse => ({
    KeyRotationEnabled: keyOf(call, input.KeyId).rotates,
  }),

  GetKeyPolicy: (input: K.GetKeyPolicyRequest, call: Call): K.GetKeyPolicyResponse => ({
    Policy: keyOf(call, input.KeyId).policy,
    PolicyName: 'default',
  }),
};
