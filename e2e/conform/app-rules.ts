/** What a micro frontend promises: one rule each, said of what was seen of its pieces. */
import type { APIRequestContext, Browser } from '@playwright/test';
import { folderOf, manifestOf, type Manifest, type Outcome, type Subject } from './subject.ts';
import type { State } from './watching.ts';
import { seen, type Seen } from './visit.ts';

type Rule = (subject: Subject, seen: Seen) => string[];

export const RULES = {
  renders,
  'fails-alone': failsAlone,
  'one-react': hasNoReactOfItsOwn,
  policy: keepsThePolicy,
  budget: isLight,
  globals: leavesNoGlobal,
  styles: leavesNoStyle,
  listeners: leavesNoListener,
  unmounts: unmountsClean,
} satisfies Record<string, Rule>;

export async function judged(browser: Browser, request: APIRequestContext, subject: Subject): Promise<Outcome[]> {
  const manifest = await manifestOf(request, subject);
  if (!manifest) return [outcome('manifest', [`${subject.manifest} is no manifest of pieces: it names metaData.remoteEntry and, of each of exposes, name and assets.`]), ...notTried('there is no manifest')];
  const said = await wrongIn(manifest, request, subject);
  if (said.length > 0) return [outcome('manifest', said), ...notTried('its manifest is broken')];
  const pieces: Seen[] = [];
  for (const exposed of manifest.exposes) pieces.push(await seen(browser, subject, manifest, exposed));
  return [outcome('manifest', []), ...Object.entries(RULES).map(([name, rule]) => outcome(name, pieces.flatMap((piece) => rule(subject, piece).map((line) => `${piece.piece}: ${line}`))))];
}

function outcome(rule: string, said: string[]): Outcome {
  return { rule, result: said.length > 0 ? 'broken' : 'kept', said };
}

function notTried(why: string): Outcome[] {
  return Object.keys(RULES).map((rule) => ({ rule, result: 'not tried', said: [why] }));
}

async function wrongIn({ metaData, exposes }: Manifest, request: APIRequestContext, subject: Subject): Promise<string[]> {
  const named = exposes.map(({ name }) => name);
  const files = [metaData.remoteEntry.name, ...exposes.flatMap(({ assets }) => [...assets.js.sync, ...assets.css.sync])];
  const answers = await Promise.all([...new Set(files)].map(async (file) => [file, await request.get(folderOf(subject) + file)] as const));
  return [
    ...(metaData.globalName === `souk_${subject.name}` ? [] : [`Its container is ${metaData.globalName}; a page looks for souk_${subject.name}.`]),
    ...(subject.promised ?? []).filter((piece) => !named.includes(piece)).map((piece) => `${piece} stands in exposes.ts and not in the manifest: build it anew.`),
    ...exposes.filter(({ sample }) => typeof sample !== 'object').map(({ name }) => `${name} has no sample of its props, so nobody can try it: add one to samples of exposes.ts.`),
    ...answers.filter(([, answer]) => !answer.ok()).map(([file, answer]) => `It names ${file}, which answers ${answer.status()}.`),
    ...answers.filter(([, answer]) => answer.ok() && !/javascript|css/.test(answer.headers()['content-type'] ?? '')).map(([file]) => `${file} is sent as neither a script nor a style sheet.`),
  ];
}

function renders(_: Subject, { mounted, errors, isPage, hasHeading }: Seen): string[] {
  if (!mounted) return [`It does not mount. ${errors[0] ?? 'No error says why.'}`];
  return [...errors.map((error) => `While it is shown: ${error}`), ...(isPage && !hasHeading ? ['A page has one <h1>, which takes the focus after a navigation.'] : [])];
}

function failsAlone(_: Subject, { down }: Seen): string[] {
  const fell = down.stands ? [] : ['When its services are down it changes or leaves the page around it: say so in its own place.'];
  return [...fell, ...down.errors.map((error) => `When its services are down it throws past its boundary: ${error}`)];
}

function hasNoReactOfItsOwn({ name }: Subject, { before, once }: Seen): string[] {
  const brought = once.reacts.slice(before.reacts.length).filter((script) => isOf(name, script));
  const renderer = once.renderers > before.renderers ? ['It begins a second renderer: two Reacts on one page share no context and no hooks.'] : [];
  return [...unique(brought).map((script) => `${script} brings a React of its own; take the page's (shared, import: false).`), ...renderer];
}

function keepsThePolicy(_: Subject, { twice }: Seen): string[] {
  return unique(twice.policy).map((line) => `The Content-Security-Policy stops it: ${line}.`);
}

function isLight({ budgetKb }: Subject, { kilobytes }: Seen): string[] {
  return kilobytes > budgetKb ? [`It brings ${kilobytes.toFixed(1)} KB of JavaScript (gzip); ${budgetKb} is the budget. Load later what the first view does not need.`] : [];
}

/** Its container and the list of its chunks stay: they are how it is loaded. */
function leavesNoGlobal({ name }: Subject, { before, twice }: Seen): string[] {
  const own = new RegExp(`^(souk_${name}|\\w*chunk\\w*_?souk_${name})$`, 'i');
  return added(before.globals, twice.globals).filter((key) => !own.test(key)).map((key) => `It leaves window.${key} behind: keep it in a module.`);
}

/** Its own sheets stay, cached like its scripts; what they say must be of its own classes and elements alone. */
function leavesNoStyle({ name }: Subject, { before, once, twice }: Seen): string[] {
  const left = added(before.styles, twice.styles).filter((sheet) => !isOf(name, sheet));
  const wide = twice.selectors.filter(({ sheet, selector }) => isOf(name, sheet) && !selector.split(',').every((one) => one.includes(`${name}-`)));
  return [
    ...left.map((sheet) => `It leaves ${sheet} behind.`),
    ...unique(wide.map(({ selector }) => selector)).map((selector) => `Its style for ${selector} reaches the rest of the page: give it a class of its own (${name}-…).`),
    ...unique([...added(before.page, once.page), ...added(before.page, twice.page)]).map((what) => `It leaves ${what} behind.`),
  ];
}

/** One of its own scripts left it, or there are more with each time that it is mounted. */
function leavesNoListener({ name }: Subject, { before, once, twice }: Seen): string[] {
  const own = rest(before, twice).filter(({ by }) => isOf(name, by));
  const more = rest(once, twice);
  return unique([...own, ...more].map(({ what, by }) => `It leaves ${what} behind (${by}): take it back when it is unmounted.`));
}

function unmountsClean(_: Subject, { errorsAfter, quiet }: Seen): string[] {
  const throws = errorsAfter.map((error) => `When it is taken away, or a late answer comes: ${error}`);
  return [...throws, ...(quiet ? [] : ['Taken away, it goes on asking: give its requests up.'])];
}

function isOf(name: string, address: string): boolean {
  return address.includes(`/mfe/${name}/`);
}

/** As many times as there are more of them. */
function added(before: readonly string[], after: readonly string[]): string[] {
  const left = [...before];
  return after.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function rest(before: State, after: State): State['listeners'] {
  const lines = added(before.listeners.map(wordsOf), after.listeners.map(wordsOf));
  return after.listeners.filter((leak) => lines.includes(wordsOf(leak)));
}

function wordsOf({ what, by }: State['listeners'][number]): string {
  return `${what} (${by})`;
}

function unique(lines: readonly string[]): string[] {
  return [...new Set(lines)];
}
