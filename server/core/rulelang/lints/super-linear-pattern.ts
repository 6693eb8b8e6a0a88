// A pattern that takes too long in engines that backtrack. It takes long to find, so a worker looks for it (`deep-lints.ts`).
import type { DeepLint } from '../lint.ts';

export const lint: DeepLint = {
  of: 'deep',
  id: 'super-linear-pattern',
  severity: 'warning',
  title: 'A pattern that takes too long in engines that backtrack',
  why: 'RE2, and so every engine of this product, matches it in linear time. Python and JavaScript try again and again on the right text: one request then keeps a function busy until it times out.',
  todo: 'Make the parts that follow each other unable to match the same characters.',
  examples: [
    { kind: 'in', text: '(a+)+$', marked: ['(a+)+'] },
    { kind: 'in', text: 'a{1,5}b', marked: [] },
  ],
};
