// Somebody who never touches functions asks for the code of many: GetFunction answers with a link to the package.
import { changerOf } from '../trail/changers.ts';
import type { TrailDetector } from '../trail/detector.ts';
import { deployer, person, record } from '../trail/example.ts';
import { functionOf, type TrailEvent } from '../trail/trail-event.ts';

const withinMs = 3_600_000;
const distinctFunctions = 5;
/** Consoles and pipelines ask for each function that they show or change. */
const showing =
  /Mozilla|console|Terraform|cloudformation|CDK|pulumi|serverless|S3Console|AWS Internal|lambda-protect/i;

const isDownload = ({ service, name, error }: TrailEvent) =>
  service === 'lambda' && /^GetFunction$|^GetLayerVersion$/.test(name) && error === '';

export const codeDownloaded: TrailDetector = {
  id: 'code-downloaded',
  title: 'the code of many functions was asked for',
  severity: 'warning',
  confidence: 'medium',
  why: 'GetFunction gives the configuration with its variables and a link to the package. Asked for one function after another by an identity that never changes any, it is somebody who takes code and secrets along.',
  todo: 'Find out who it was. Replace the secrets that lie in the variables of these functions.',
  ref: 'https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html',
  attack: ['T1530', 'T1552', 'T1213'],
  look(event, { habits, recent }) {
    if (!isDownload(event) || showing.test(event.userAgent)) return undefined;
    if ((habits.changers[changerOf(event)] ?? 0) > 0) return undefined;
    const earlier = recent(event, withinMs).filter(isDownload);
    const before = new Set(earlier.map(nameOf));
    const now = new Set(before).add(nameOf(event));
    if (now.size < distinctFunctions || before.size >= distinctFunctions) return undefined;
    return {
      message: `${event.identity.principal} asked for the code of ${now.size} functions within an hour, from ${event.sourceAddress}`,
      earlier,
    };
  },
  examples: {
    bad: [
      Array.from({ length: 6 }, (_, n) =>
        record({
          name: 'GetFunction20150331v2',
          by: person,
          agent: 'aws-cli/2.22',
          readOnly: true,
          request: { functionName: `f${n}` },
          at: `2026-11-01T10:0${n}:00Z`,
        }),
      ),
    ],
    good: [
      [
        record({
          name: 'UpdateFunctionCode20150331v2',
          by: deployer,
          request: { functionName: 'f' },
          at: '2026-11-01T09:00:00Z',
        }),
        ...Array.from({ length: 6 }, (_, n) =>
          record({
            name: 'GetFunction20150331v2',
            by: deployer,
            readOnly: true,
            request: { functionName: `f${n}` },
            at: `2026-11-01T10:0${n}:00Z`,
          }),
        ),
      ],
    ],
  },
};

function nameOf(event: TrailEvent): string {
  return functionOf(event) || JSON.stringify(event.request['layerName'] ?? '');
}
