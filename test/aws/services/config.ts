// AWS Config: the Region's recorder and its state.
// https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigurationRecorders.html
import type * as C from '@aws-sdk/client-config-service';
import { type Behaviours, type Call, Fault } from '../behaviour.ts';

export interface ConfigState {
  recorder: (C.ConfigurationRecorder & { readonly name: string; recording: boolean }) | undefined;
}

export function emptyConfig(): ConfigState {
  return { recorder: undefined };
}

function recorders(call: Call, names: readonly string[] | undefined) {
  const { recorder } = call.region.config;
  for (const name of names ?? [])
    if (name !== recorder?.name)
      throw new Fault(
        'NoSuchConfigurationRecorderException',
        `Cannot find configuration recorder with the specified name '${name}'.`,
      );
  return recorder ? [recorder] : [];
}

export const config: Behaviours = {
  DescribeConfigurationRecorders(
    input: C.DescribeConfigurationRecordersRequest,
    call: Call,
  ): C.DescribeConfigurationRecordersResponse {
    return {
      ConfigurationRecorders: recorders(call, input.ConfigurationRecorderNames).map(
        ({ recording: _, ...recorder }) => recorder,
      ),
    };
  },

  DescribeConfigurationRecorderStatus(
    input: C.DescribeConfigurationRecorderStatusRequest,
    call: Call,
  ): C.DescribeConfigurationRecorderStatusResponse {
    return {
      ConfigurationRecordersStatus: recorders(call, input.ConfigurationRecorderNames).map(
        ({ name, recording }) => ({ name, recording, lastStatus: recording ? 'Success' : 'Pending' }),
      ),
    };
  },
};
