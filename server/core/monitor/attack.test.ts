import { expect, test } from 'vitest';
import { attackLink } from './attack.ts';
import { detectors } from './detectors/index.ts';

test('every technique that a detector names has its name and page', () => {
  const bare = detectors
    .flatMap(({ attack }) => attack)
    .filter(
      (id) => attackLink(id).words === id || !/techniques\/T\d{4}(\/\d{3})?\/$/.test(attackLink(id).url),
    );
  expect(bare).toEqual([]);
});
