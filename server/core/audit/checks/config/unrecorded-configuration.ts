// AWS Config keeps no history of the functions' configurations in the Region.
import { regionCheck } from '../../check.ts';
import { exampleAccount } from '../../examples.ts';
import { cis, securityHub } from '../../references.ts';

const region = { account: exampleAccount, partition: 'aws', name: 'eu-west-1', functionCount: 3 };
const recorder = { name: 'default', recording: true, recordsFunctions: true };

export const unrecordedConfiguration = regionCheck({
  id: 'unrecorded-configuration',
  severity: 'hint',
  title: 'nobody keeps the configurations of the functions',
  why: 'After an incident the question is what a function looked like before. AWS Config answers it, for as long as it recorded.',
  todo: 'Turn the recorder of AWS Config on, with AWS::Lambda::Function among its types; each recorded change costs money.',
  cwe: [778],
  references: [securityHub('Config.1'), cis('4.1')],
  needs: ['region', 'configRecorder'],
  test: ({ region: here, configRecorder }) => {
    if (here.functionCount === 0) return 'not-applicable';
    if (configRecorder === null)
      return [{ message: `${here.name} has no recorder of AWS Config`, resource: 'config' }];
    const resource = `recorder ${configRecorder.name}`;
    if (!configRecorder.recording)
      return [{ message: `the recorder of AWS Config in ${here.name} is stopped`, resource }];
    return configRecorder.recordsFunctions
      ? []
      : [{ message: `the recorder of AWS Config in ${here.name} leaves functions out`, resource }];
  },
  examples: {
    good: [{ region, configRecorder: recorder }],
    bad: [
      { region, configRecorder: null },
      { region, configRecorder: { ...recorder, recording: false } },
      { region, configRecorder: { ...recorder, recordsFunctions: false } },
    ],
    notApplicable: [{ region: { ...region, functionCount: 0 }, configRecorder: null }],
  },
});
