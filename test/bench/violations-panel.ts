// The chart of the violations panel in headless Chromium: drawing 10,000 points, and frames while it is dragged.

import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { chromium } from 'playwright-core';
import type { Bench, Figure } from '../../tools/bench.ts';
import { chromiumArguments, findChromium } from '../../tools/vscode/chromium.ts';
import { quantile } from './support/lsp-peer.ts';

const root = join(import.meta.dirname, '..', '..');
const points = 10_000;

/** Runs in the page, behind the bundle of the chart. */
const script = `
const times = Array.from({ length: ${points} }, (_, n) => 1.76e9 + n * 60);
const series = ['a', 'b', 'c'].map((name, at) => ({
  name,
  counts: times.map((_, n) => Math.round(20 + 20 * Math.sin(n / 50 + at) + (n * 7919) % 11)),
}));
const home = document.getElementById('chart');
window.drawnIn = [];
for (let round = 0; round < 6; round++) {
  const began = performance.now();
  const chart = panel.drawChart(home, { times, series }, () => {});
  // The library draws in a microtask.
  await Promise.resolve();
  await Promise.resolve();
  const probe = home.querySelector('canvas').getContext('2d').getImageData(0, 0, 1, 1);
  if (!probe) throw new Error('nothing was drawn');
  window.drawnIn.push(performance.now() - began);
  if (round < 5) chart.destroy();
}
window.work = [];
let begun = 0;
addEventListener('mousemove', () => { begun = performance.now(); }, true);
addEventListener('mousemove', () => {
  const from = begun;
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => window.work.push(performance.now() - Math.max(from, window.frameAt));
    channel.port2.postMessage(0);
  });
});
const tick = (at) => { window.frameAt = performance.now(); requestAnimationFrame(tick); };
requestAnimationFrame(tick);
`;

async function measure(): Promise<readonly Figure[]> {
  const found = findChromium();
  if (!found.ok) throw new Error(found.reason);
  const built = await esbuild.build({
    entryPoints: [join(root, 'client/webview/chart.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'panel',
    platform: 'browser',
    target: 'es2022',
  });
  const css = await esbuild.build({
    entryPoints: [join(root, 'client/webview/violations.page.css')],
    bundle: true,
    write: false,
  });
  const browser = await chromium.launch({ executablePath: found.path, args: [...chromiumArguments] });
  try {
    const page = await browser.newPage({ viewport: { width: 1200, height: 600 } });
    await page.setContent(
      `<style>${css.outputFiles[0]?.text ?? ''}</style><body><div id="chart"></div></body>`,
    );
    await page.evaluate(`${built.outputFiles[0]?.text ?? ''}; globalThis.panel = panel;`);
    await page.evaluate(`(async () => {${script}})()`);
    const box = await page.locator('.u-over').boundingBox();
    if (!box) throw new Error('the chart has no place to drag');
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + 20, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 20, y, { steps: 200 });
    const drawn = await page.evaluate<readonly number[]>('window.drawnIn');
    const frames = await page.evaluate<readonly number[]>('window.work');
    await page.mouse.up();
    const first = drawn[0] ?? Number.POSITIVE_INFINITY;
    const frame = quantile(frames, 0.95);
    return [
      {
        name: `draw ${points} points, three lines, first time`,
        value: first,
        unit: 'ms',
        must: 'under 100',
        holds: first < 100,
      },
      {
        name: `work of a frame while dragged, 95 of 100 (${frames.length} frames)`,
        value: frame,
        unit: 'ms',
        must: 'under 16',
        holds: frames.length > 20 && frame < 16,
      },
    ];
  } finally {
    await browser.close();
  }
}

export const bench: Bench = { name: 'violations-panel', run: measure };
