import { expect, test } from 'vitest';
import { percent } from './observation.ts';

test('a probability reads as a percentage, a tiny one as a power of ten, an underflowed one as a bound', () => {
  expect(percent(0.0037)).toBe('0.37%');
  expect(percent(1e-20)).toBe('1.0e-18%');
  expect(percent(0)).toBe('< 1e-300%');
});
