import { expect, test } from '@playwright/test';
import { judged, RULES } from '../conform/app-rules';
import { TinyApp } from '../support/tiny-app';

const testbed = new URL('../../web/packages/testbed/dist', import.meta.url).pathname;

function subjectOf({ manifest }: TinyApp) {
  return { name: 'tiny', manifest, budgetKb: 60, testbed };
}

test('a micro frontend that keeps every rule of the suite is told so', { tag: '@remotes' }, async ({ browser, request }) => {
  const app = await TinyApp.serve('nothing');

  const outcomes = await judged(browser, request, subjectOf(app));

  app.end();
  expect(outcomes.filter(({ result }) => result !== 'kept')).toEqual([]);
  expect(outcomes.map(({ rule }) => rule)).toEqual(['manifest', ...Object.keys(RULES)]);
});

test('plain web components keep every rule of the suite', { tag: '@conformance' }, async ({ browser, request }) => {
  const app = await TinyApp.ofElements('sizes', new URL('../../examples/sizes', import.meta.url).pathname);

  const outcomes = await judged(browser, request, { ...subjectOf(app), name: 'sizes' });

  app.end();
  expect(outcomes.filter(({ result }) => result !== 'kept')).toEqual([]);
});

/** The others are tried by `./souk test conformance`: each costs a browser's page twice. */
const EACH_TIME = ['fails-alone', 'one-react', 'listeners', 'unmounts'];

for (const rule of ['manifest', ...Object.keys(RULES)]) {
  test(`one that breaks the rule "${rule}" is told just that one, and what to do`, { tag: EACH_TIME.includes(rule) ? '@remotes' : '@conformance' }, async ({ browser, request }) => {
    const app = await TinyApp.serve(rule);

    const outcomes = await judged(browser, request, subjectOf(app));

    app.end();
    const broken = outcomes.filter(({ result }) => result === 'broken');
    expect(broken.map((outcome) => outcome.rule), JSON.stringify(broken)).toEqual([rule]);
    expect(broken[0]?.said.length).toBeGreaterThan(0);
  });
}
