// What a UI test can do with the VS Code in front of it: the steps of a person, by keyboard where a person would.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';

export interface Workbench {
  readonly page: Page;
  /** The folder that is open. */
  readonly folder: string;
  /** Opens a file of the folder by its path, and waits until the cursor is in it. */
  open(path: string): Promise<void>;
  /** Puts the cursor behind a column of a line, both counted from 1. */
  goTo(line: number, column: number): Promise<void>;
  /** Types where the cursor is, key by key. The editor's own completion of brackets is off. */
  type(text: string): Promise<void>;
  /** Saves the active editor and gives what is then in the file. */
  save(path: string): Promise<string>;
  /** Runs a command by its words in the command palette. */
  command(words: string): Promise<void>;
  /** Chooses an entry of an open quick pick. */
  pick(words: string): Promise<void>;
  /** Types into an open input box and accepts it. */
  answer(words: string): Promise<void>;
  /** Changes settings of the workspace; VS Code sees it a moment later. */
  settings(values: Readonly<Record<string, unknown>>): Promise<void>;
  theme(kind: keyof typeof themes): Promise<void>;
  /** The underlined places of the active editor. */
  squiggles(kind: 'error' | 'warning' | 'info' | 'hint'): Locator;
  /** Opens the Problems panel and gives its rows. */
  problems(): Promise<Locator>;
  /** Applies the code action whose title holds `words` where the cursor is. */
  codeAction(words: string): Promise<void>;
  /** Our item in the status bar. */
  readonly statusItem: Locator;
  /** Opens a view container of the activity bar by its title. */
  view(title: string): Promise<Locator>;
  readonly notifications: Locator;
  /** Writes `out/screenshots/NAME.png`. */
  screenshot(name: string): Promise<void>;
}

const themes = {
  light: { name: 'Light Modern', mark: 'vs' },
  dark: { name: 'Dark Modern', mark: 'vs-dark' },
  'high-contrast-light': { name: 'Default High Contrast Light', mark: 'hc-light' },
  'high-contrast-dark': { name: 'Default High Contrast', mark: 'hc-black' },
} as const;

const STEP_LIMIT_MS = 20_000;

export function createWorkbench(page: Page, folder: string, screenshots: string): Workbench {
  const quickInput = page.locator('.quick-input-widget:not(.hidden) input');

  const workbench: Workbench = {
    page,
    folder,
    statusItem: page.locator('[id="lambda-protect.lambda-protect.lambdaProtect.status"]'),
    notifications: page.locator('.notifications-toasts .notification-list-item-message'),

    async open(path) {
      await page.keyboard.press('Control+P');
      await quickInput.waitFor();
      await quickInput.fill(path);
      const name = path.split('/').at(-1) ?? path;
      // Chosen by its name: the list still shows the files of before when the first rows are there.
      await page.locator(`.quick-input-list .monaco-list-row[aria-label^="${name}"]`).first().click();
      await page
        .locator(`.tab.active[aria-label*="${name}"], .tab.active[data-resource-name="${name}"]`)
        .first()
        .waitFor();
      await page.locator('.editor-group-container.active .monaco-editor.focused').first().waitFor();
    },

    async goTo(line, column) {
      await page.keyboard.press('Control+G');
      await quickInput.waitFor();
      await quickInput.fill(`:${line}:${column}`);
      await page.keyboard.press('Enter');
      await quickInput.waitFor({ state: 'hidden' });
    },

    async type(text) {
      await page.keyboard.type(text, { delay: 15 });
    },

    async save(path) {
      await page.keyboard.press('Control+S');
      await page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
      return readFileSync(join(folder, path), 'utf8');
    },

    async command(words) {
      const row = page.locator(`.quick-input-list .monaco-list-row[aria-label^="${words}"]`).first();
      // A palette that is opened before the extensions are known does not learn of their commands.
      for (const end = Date.now() + STEP_LIMIT_MS; ; ) {
        // A page that takes the focus late closes the palette again.
        const found = await page.keyboard
          .press('F1')
          .then(() => quickInput.waitFor({ timeout: 3_000 }))
          .then(() => quickInput.fill(`>${words}`, { timeout: 3_000 }))
          .then(() => row.waitFor({ timeout: 3_000 }))
          .then(
            () => true,
            () => false,
          );
        if (found) break;
        await page.keyboard.press('Escape');
        if (Date.now() > end) throw new Error(`no command “${words}”`);
      }
      await row.click();
    },

    async pick(words) {
      await page.locator('.quick-input-list .monaco-list-row', { hasText: words }).first().click();
    },

    async answer(words) {
      await quickInput.waitFor();
      await quickInput.fill(words);
      await page.keyboard.press('Enter');
    },

    async settings(values) {
      const file = join(folder, '.vscode', 'settings.json');
      const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
      mkdirSync(join(folder, '.vscode'), { recursive: true });
      writeFileSync(file, `${JSON.stringify({ ...before, ...values }, null, 2)}\n`);
    },

    async theme(kind) {
      const { name, mark } = themes[kind];
      await workbench.settings({ 'workbench.colorTheme': name, 'window.autoDetectHighContrast': false });
      await page.locator(`.monaco-workbench.${mark}`).waitFor();
    },

    squiggles: (kind) => page.locator(`.editor-group-container.active .monaco-editor .squiggly-${kind}`),

    async problems() {
      const panel = page.locator('.markers-panel');
      if (!(await panel.isVisible())) await page.keyboard.press('Control+Shift+M');
      await panel.waitFor();
      return panel.locator('.monaco-list-row');
    },

    async codeAction(words) {
      const rows = page.locator('.action-widget .monaco-list-row.action');
      // The menu shows what is known when it opens; actions for a fresh diagnostic may come a moment later.
      for (const end = Date.now() + STEP_LIMIT_MS; ; ) {
        await page.keyboard.press('Control+.');
        const row = rows.filter({ hasText: words }).first();
        const found = await row.waitFor({ timeout: 2_000 }).then(
          () => true,
          () => false,
        );
        if (found) {
          await row.click();
          return;
        }
        const offered = await rows.allInnerTexts();
        await page.keyboard.press('Escape');
        if (Date.now() > end)
          throw new Error(`no code action “${words}”, offered: ${offered.join(' | ') || 'none'}`);
      }
    },

    async view(title) {
      const tab = page.locator(`.activitybar [aria-label^="${title}"]`).first();
      const sidebar = page.locator('.sidebar');
      const heading = sidebar.locator('.composite.title', { hasText: title }).first();
      // A click on the tab of a view that just opened closes it: look, and click again.
      for (const end = Date.now() + STEP_LIMIT_MS; !(await heading.isVisible()); ) {
        if (Date.now() > end) throw new Error(`no view “${title}”`);
        await tab.click();
        await heading.waitFor({ timeout: 3_000 }).catch(() => {});
      }
      return sidebar;
    },

    async screenshot(name) {
      mkdirSync(screenshots, { recursive: true });
      await page.screenshot({ path: join(screenshots, `${name}.png`) });
    },
  };
  page.setDefaultTimeout(STEP_LIMIT_MS);
  return workbench;
}
