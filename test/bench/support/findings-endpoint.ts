// A process that serves the demo account with so many findings: `node findings-endpoint.ts COUNT` prints the address.
import { createDemoWorld, demoAccountId } from '../../aws/demo-account.ts';
import { startAwsEndpoint } from '../../aws/endpoint.ts';
import { lambdaFinding } from '../../aws/services/guardduty.ts';
import { regionOf } from '../../aws/world.ts';

const world = createDemoWorld();
const account = world.accounts.get(demoAccountId);
if (account === undefined) throw new Error('the demo world has its account');
const region = regionOf(account, 'eu-central-1');
const [detector] = region.guardduty.detectors;
if (detector === undefined) throw new Error('the demo account has a detector');
for (let index = detector.findings.length; index < Number(process.argv[2] ?? 5_000); index += 1)
  detector.findings.push(
    lambdaFinding({ account, region, now: new Date() }, detector.id, {
      functionName: `example-${index % 100}`,
      severity: 2 + (index % 7),
    }),
  );
const endpoint = await startAwsEndpoint(world);
console.log(endpoint.url);
process.once('SIGTERM', () => process.exit());
