import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type axeOfPage from 'axe-core';
import type { Result, RunOptions } from 'axe-core';

const ALL_RULES: RunOptions = {};
const RULES_OF_COLOURS: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } };

declare const axe: typeof axeOfPage; // in the page

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Texts of the page's content that are printed over each other, and by how much the page scrolls sideways. */
export async function layoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const TOLERANCE_PX = 3; // a glyph's box is taller than what is drawn in it
    const overlap = (one: DOMRect, other: DOMRect) =>
      Math.min(one.right, other.right) - Math.max(one.left, other.left) > TOLERANCE_PX &&
      Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > TOLERANCE_PX * 2;
    const faults: string[] = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) faults.push(`The page scrolls sideways by ${scrollWidth - clientWidth} px.`);
    const texts: { text: string; lines: DOMRect[] }[] = [];
    const walker = document.createTreeWalker(document.querySelector('main') ?? document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? '';
      const parent = node.parentElement;
      if (text === '' || !parent?.checkVisibility({ visibilityProperty: true })) continue;
      if (parent.closest('option, noscript, [aria-hidden="true"]')) continue;
      for (let around: Element | null = parent; around; around = around.parentElement) {
        if (getComputedStyle(around).clipPath !== 'none') break; // read out, not shown
        if (around.parentElement) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        texts.push({ text, lines: [...range.getClientRects()] });
      }
    }
    for (const [at, one] of texts.entries()) {
      for (const other of texts.slice(at + 1)) {
        if (one.lines.some((line) => other.lines.some((at) => overlap(line, at)))) faults.push(`“${one.text}” and “${other.text}” overlap.`);
      }
    }
    return faults;
  });
}

/** What axe finds, of any impact, in light colours, and what it finds of colours in dark ones. */
export async function axeFindings(page: Page): Promise<string[]> {
  const findings: string[] = [];
  for (const [colorScheme, rules] of [['light', ALL_RULES], ['dark', RULES_OF_COLOURS]] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    findings.push(...(await violationsOf(page, rules)).map((one) => `${colorScheme}: ${wordsOf(one)}`));
  }
  return findings;
}

/** What axe finds serious or critical, as the page stands. */
export async function seriousFindings(page: Page): Promise<string[]> {
  const serious = (await violationsOf(page, ALL_RULES)).filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return serious.map(wordsOf);
}

/** What passes is not described. The page reads axe once, however often it is looked at. */
async function violationsOf(page: Page, rules: RunOptions): Promise<Result[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  await page.evaluate(showAll);
  await page.waitForFunction(isStill);
  return page.evaluate(async (asked) => (await axe.run({ ...asked, resultTypes: ['violations'] })).violations, rules);
}

/** What is skipped until it is nearly seen is looked at as it is then: until then Chromium may tell its colours of before a change of theme. */
function showAll(): void {
  const shown = new CSSStyleSheet();
  shown.replaceSync('* { content-visibility: visible !important }');
  document.adoptedStyleSheets = [shown];
}

/** No colour is on its way to another. What moves for ever, or as the page is scrolled, is not waited for. */
function isStill(): boolean {
  const isMoving = ({ playState, timeline, effect }: Animation) =>
    playState === 'running' && timeline instanceof DocumentTimeline && Number(effect?.getComputedTiming().endTime) < Infinity;
  return !document.getAnimations().some(isMoving);
}

function wordsOf({ id, nodes }: { id: string; nodes: { html: string }[] }): string {
  return `${id}: ${nodes.map(({ html }) => html).join(' | ')}`;
}

/** Ids that the server rendered and React in the browser knows by another name: labels would come to point at nothing. */
export async function idsUnknownToReact(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const propsOf = (element: Element): { id?: unknown } | undefined => {
      const key = Object.keys(element).find((name) => name.startsWith('__reactProps$'));
      return key === undefined ? undefined : Reflect.get(element, key);
    };
    return [...document.querySelectorAll('[id]')].flatMap((element) => {
      const known = propsOf(element)?.id;
      return known === undefined || known === element.id ? [] : [`${element.id} is ${String(known)} to React`];
    });
  });
}
