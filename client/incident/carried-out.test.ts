import { expect, test } from 'vitest';
import type { ChangePage, ChangeStep } from '../../server/protocol/changes.ts';
import type { IncidentRecord } from '../../server/protocol/threats.ts';
import { withCarriedOut } from './carried-out.ts';

const at = '2026-11-21T12:00:00Z';
const record: IncidentRecord = {
  threat: {
    id: 'f1',
    account: '111122223333',
    region: 'eu-central-1',
    detectorId: 'd1',
    type: 'Backdoor:Lambda/C&CActivity.B',
    title: '',
    description: '',
    severity: 8,
    isSample: false,
    function: {
      arn: 'arn:aws:lambda:eu-central-1:111122223333:function:api',
      name: 'api',
      version: '1',
      revisionId: '',
      role: '',
    },
    count: 1,
    firstSeen: at,
    lastSeen: at,
  } as IncidentRecord['threat'],
  openedAt: at,
  marks: {},
};

const step = (name: string, input: string, state: ChangeStep['state']): ChangeStep => ({
  words: `do ${name}`,
  calls: [{ name, input }],
  undo: '',
  undoCalls: [],
  state,
});

const page = (state: ChangePage['state'], ...steps: ChangeStep[]): ChangePage => ({
  id: 'x.journal',
  print: '',
  topic: 'response-api',
  title: 'contain api',
  account: '111122223333',
  regions: ['eu-central-1'],
  madeAt: at,
  state,
  steps,
  permissions: [],
  undoPermissions: [],
  warnings: [],
  folder: '',
  remarks: [],
});

test('what was applied closes its step with the time and each change; undoing opens it again', () => {
  const applied = withCarriedOut(
    record,
    page('applied', step('lambda:PutFunctionConcurrency', '{}', 'done')),
    at,
  );
  expect(applied.marks['stop-triggers']).toEqual({
    state: 'done',
    at,
    note: `${at} applied: do lambda:PutFunctionConcurrency`,
  });
  const undone = withCarriedOut(
    applied,
    page('undone', step('lambda:PutFunctionConcurrency', '{}', 'undone')),
    at,
  );
  expect(undone.marks['stop-triggers']).toMatchObject({
    state: 'open',
    note: expect.stringMatching(/\| .*undone$/),
  });
});

test('the archiving of this finding closes the last step; of another finding, another function or account, none', () => {
  const archive = (input: string) => page('applied', step('guardduty:ArchiveFindings', input, 'done'));
  expect(withCarriedOut(record, archive('{"FindingIds":["f1"]}'), at).marks['close']?.state).toBe('done');
  expect(withCarriedOut(record, archive('{"FindingIds":["f2"]}'), at)).toBe(record);
  const other = page('applied', step('lambda:PutFunctionConcurrency', '{}', 'done'));
  expect(withCarriedOut(record, { ...other, topic: 'response-web' }, at)).toBe(record);
  expect(withCarriedOut(record, { ...other, account: '999988887777' }, at)).toBe(record);
  expect(withCarriedOut(record, page('planned'), at)).toBe(record);
});
