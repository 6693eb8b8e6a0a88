// Serves the demo account until it is stopped: `node test/aws/serve.ts [PORT]` prints the address.
import { createDemoWorld } from './demo-account.ts';
import { addDemoBehaviour } from './demo-behaviour.ts';
import { startAwsEndpoint } from './endpoint.ts';

const endpoint = await startAwsEndpoint(addDemoBehaviour(createDemoWorld()), {
  port: Number(process.argv[2] ?? 0),
});
console.log(endpoint.url);
