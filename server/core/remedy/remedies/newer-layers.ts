// Layers of the unpublished version go to their newest versions that fit its runtime and architecture.
import { missing, type Remedy } from '../remedy.ts';

export const newerLayers: Remedy = {
  id: 'newer-layers',
  title: 'mend: take the newest versions of the layers',
  harm: 'the unpublished version runs with other libraries: test it before a version is published from it',
  propose(facts) {
    if (!facts.layers.known) return { wishes: [], warnings: missing('layers', facts.layers) };
    const layers = facts.layers.value;
    const after = layers.map(({ arn, newest }) => (newest.known ? newest.value : arn));
    const changed = after.filter((arn, at) => arn !== layers[at]?.arn);
    const gaps = layers.flatMap(({ arn, newest }) => missing(`newer versions of ${arn}`, newest));
    if (changed.length === 0) return { wishes: [], warnings: gaps };
    return {
      wishes: [
        {
          kind: 'function-layers',
          region: facts.region,
          target: { functionName: facts.name },
          after: { layers: after },
          note: 'nobody proved the newer versions clean: look into them before',
        },
      ],
      warnings: [
        ...gaps,
        'Lambda also wants lambda:GetLayerVersion of whoever takes a layer',
        'a template that names the layers brings the old ones back with its next deployment: change it too',
        ...(facts.suspectVersion !== undefined && facts.suspectVersion !== '$LATEST'
          ? [`version ${facts.suspectVersion} keeps its layers: publish a new version and move its aliases`]
          : []),
      ],
    };
  },
};
