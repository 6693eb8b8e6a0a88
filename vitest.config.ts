import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{client,server,guard,tools,test}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', 'test/fixtures/**', 'test/vscode/**'],
    maxWorkers: 2,
    testTimeout: 60_000,
  },
});
