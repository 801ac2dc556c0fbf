/** One piece on a page of its own: what it does when all is well, and when its services are down. */
import type { Browser, Page } from '@playwright/test';
import { gzipSync } from 'node:zlib';
import type { Exposed, Manifest, Subject } from './subject.ts';
import { openTestbed } from './testbed.ts';
import { WATCHING, type State } from './watching.ts';

const PATIENCE_MS = 15_000;
const QUIET_MS = 150;
const LOOK_MS = 50;
const SERVICES = /^\/[a-z]+-service\//;

/** What came of it. */
export interface Seen {
  piece: string;
  isPage: boolean;
  mounted: boolean;
  hasHeading: boolean;
  /** Errors in the console or thrown, while it was mounted and after it was taken away. */
  errors: string[];
  errorsAfter: string[];
  before: State;
  once: State;
  twice: State;
  kilobytes: number;
  down: { stands: boolean; errors: string[] };
  quiet: boolean;
}

export async function seen(browser: Browser, subject: Subject, manifest: Manifest, exposed: Exposed): Promise<Seen> {
  const visit = await Visit.begin(browser, subject);
  try {
    await visit.open(manifest);
    const down = await whileServicesAreDown(visit, exposed);
    await visit.open(manifest);
    return { piece: exposed.name, isPage: 'shell' in (exposed.sample ?? {}), down, ...(await whenAllIsWell(visit, exposed)) };
  } finally {
    await visit.end();
  }
}

async function whileServicesAreDown(visit: Visit, exposed: Exposed): Promise<Seen['down']> {
  const problem = { type: 'urn:souk:service-down', code: 'service-down', title: 'Down', status: 503, cause: 'It is down.', fix: 'Wait.' };
  await visit.page.route(isOfService, (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(problem) }));
  const address = visit.page.url();
  await visit.mount(exposed);
  const beside = await visit.page.locator('header, #beside, footer').allInnerTexts();
  await visit.page.unroute(isOfService);
  return { stands: beside.join('|') === `Before|${visit.idOf(exposed)}|After` && visit.page.url() === address, errors: visit.takeErrors().filter((error) => error.startsWith('thrown')) };
}

async function whenAllIsWell(visit: Visit, exposed: Exposed): Promise<Omit<Seen, 'piece' | 'isPage' | 'down'>> {
  const before = await visit.state();
  await visit.mount(exposed);
  const mounted = await visit.isMounted();
  const hasHeading = (await visit.page.locator('#testbed h1').count()) === 1;
  const errors = visit.takeErrors();
  await visit.unmount();
  const once = await visit.state();
  const errorsAfter = visit.takeErrors();
  // Again, and taken away while its questions are still open.
  const answer = await visit.holdAnswers();
  await visit.mount(exposed, { settled: false });
  visit.takeErrors(); // those of the first time are enough
  await visit.unmount({ settled: false });
  await answer();
  const quiet = await visit.settled();
  const twice = await visit.state();
  const { kilobytes } = visit;
  return { mounted, hasHeading, errors, before, once, twice, kilobytes, quiet, errorsAfter: [...errorsAfter, ...visit.takeErrors()] };
}

class Visit {
  kilobytes = 0;
  private errors: string[] = [];
  private readonly scripts = new Set<string>();
  private readonly underWay = new Set<unknown>();
  private busyUntil = 0;

  readonly page: Page;
  private readonly subject: Subject;

  private constructor(page: Page, subject: Subject) {
    this.page = page;
    this.subject = subject;
  }

  static async begin(browser: Browser, subject: Subject): Promise<Visit> {
    const page = await browser.newPage({ locale: 'en-IN' });
    const visit = new Visit(page, subject);
    visit.listen();
    await page.addInitScript(WATCHING);
    return visit;
  }

  /** The page from its beginning. */
  async open(manifest: Manifest): Promise<void> {
    await this.page.unrouteAll();
    await openTestbed(this.page, this.subject, manifest);
    await this.settled();
  }

  idOf(exposed: Exposed): string {
    return `${this.subject.name}/${exposed.name}`;
  }

  takeErrors(): string[] {
    return this.errors.splice(0);
  }

  end(): Promise<void> {
    return this.page.close();
  }

  state(): Promise<State> {
    return this.page.evaluate(() => window.soukState());
  }

  async mount(exposed: Exposed, { settled = true } = {}): Promise<void> {
    await this.page.evaluate(([id, sample]) => Reflect.get(window, 'soukTestbed').mount(id, sample), [this.idOf(exposed), exposed.sample ?? {}] as const);
    const there = this.page.locator('#testbed [data-piece*=" · "], #testbed [role=alert]');
    await there.first().waitFor({ state: 'attached', timeout: PATIENCE_MS }).catch(() => undefined);
    if (settled) await this.settled();
  }

  async isMounted(): Promise<boolean> {
    return (await this.page.locator('#testbed [data-piece*=" · "]').count()) === 1;
  }

  async unmount({ settled = true } = {}): Promise<void> {
    await this.page.evaluate(() => Reflect.get(window, 'soukTestbed').unmount());
    if (settled) await this.settled();
  }

  /** Services answer when what this gives is called. */
  async holdAnswers(): Promise<() => Promise<void>> {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    await this.page.route(isOfService, async (route) => {
      await gate;
      await route.fallback().catch(() => undefined); // given up meanwhile
    });
    return async () => {
      release();
      await this.page.unroute(isOfService);
    };
  }

  /** False where requests go on and on. */
  async settled(): Promise<boolean> {
    const until = Date.now() + PATIENCE_MS;
    while (Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      if (this.underWay.size === 0 && Date.now() > this.busyUntil) return true;
    }
    return false;
  }

  private listen(): void {
    this.page.on('console', (message) => {
      // What the network answers is no fault of the piece, and what the policy stops is told by its own rule.
      if (message.type() === 'error' && !/^Failed to load resource|Content Security Policy/.test(message.text())) this.errors.push(message.text().slice(0, 400));
    });
    this.page.on('pageerror', (error) => this.errors.push(`thrown: ${(error.stack ?? error.message).slice(0, 400)}`));
    this.page.on('request', (request) => this.underWay.add(request));
    const ended = (request: unknown) => {
      this.underWay.delete(request);
      this.busyUntil = Date.now() + QUIET_MS;
    };
    this.page.on('requestfinished', ended);
    this.page.on('requestfailed', ended);
    this.page.on('requestfinished', async (request) => {
      const address = new URL(request.url());
      if (!/\.m?js$/.test(address.pathname) || !address.pathname.startsWith(`/mfe/${this.subject.name}/`)) return;
      if (this.scripts.has(address.pathname)) return;
      this.scripts.add(address.pathname);
      const text = await (await request.response())?.text().catch(() => '');
      this.kilobytes += gzipSync(text ?? '').length / 1024;
    });
  }
}

function isOfService({ pathname }: URL): boolean {
  return SERVICES.test(pathname);
}
