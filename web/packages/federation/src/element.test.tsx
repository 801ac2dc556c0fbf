import { elementContainer } from '@souk/config/element';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import * as react from 'react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Remote } from './Remote';

const load = vi.hoisted(() => vi.fn());

vi.mock('@souk/federation/runtime', () => ({ load, SoukProvider: ({ children }: { children: ReactNode }) => children }));

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined); // React reports what a boundary caught
});

afterEach(() => {
  cleanup();
  load.mockReset();
  vi.restoreAllMocks();
});

function lent(version: string) {
  return { react: { [version]: { get: () => () => react } } };
}

/** A page that mounts this class as a piece, whatever its id says. */
async function page(Element: unknown, props: Record<string, unknown> = {}) {
  const container = elementContainer('tiny', { Note: ['note.mjs'] }, async () => ({ Note: Element }));
  container.init(lent(react.version));
  load.mockImplementation(async () => ({ Piece: (await container.get('./Note'))()['Note'], part: { team: 'sizes', version: '1.0.0' } }));
  const shown = (now: Record<string, unknown>) => (
    <>
      <Remote id="cart/MiniCart" props={now} eager />
      <p>The rest of the page</p>
    </>
  );
  const { rerender, container: place } = render(shown(props));
  const element = () => place.querySelector<HTMLElement>('[data-piece*="1.0.0"] > *');
  await waitFor(() => expect(element() ?? screen.queryByRole('alert')).toBeTruthy());
  return { element, change: (now: Record<string, unknown>) => rerender(shown(now)) };
}

class Note extends HTMLElement {
  #shell: unknown;
  gone = vi.fn();

  get shell() {
    return this.#shell;
  }

  set shell(shell: unknown) {
    this.#shell = shell;
    this.textContent = JSON.stringify(shell);
  }

  disconnectedCallback() {
    this.gone();
  }
}

test('what the element has is set as a property, everything else as an attribute, and anew when it changes', async () => {
  const { element, change } = await page(Note, { shell: { path: '/sizes' }, tone: 'quiet' });

  expect(element()).toBeInstanceOf(Note);
  expect(element()?.textContent).toBe('{"path":"/sizes"}');
  expect(element()?.getAttribute('tone')).toBe('quiet');
  const first = element();
  change({ shell: { path: '/sizes/m' }, tone: 'loud' });

  expect(element()).toBe(first);
  expect(element()?.textContent).toBe('{"path":"/sizes/m"}');
  expect(element()?.getAttribute('tone')).toBe('loud');
});

test('a callback hears the event of its name, and is given the detail', async () => {
  const [chosen, other] = [vi.fn(), vi.fn()];
  const { element, change } = await page(Note, { onSizeChosen: chosen });
  const choose = (detail: string) => element()?.dispatchEvent(new CustomEvent('size-chosen', { detail }));

  choose('M');
  change({ onSizeChosen: other });
  choose('L');
  change({});
  choose('XL');

  expect(chosen.mock.calls).toEqual([['M']]);
  expect(other.mock.calls).toEqual([['L']]);
});

test('what it says while it is being shown is heard already', async () => {
  const chosen = vi.fn();

  await page(class extends HTMLElement { connectedCallback() { this.dispatchEvent(new CustomEvent('size-chosen', { detail: 'S' })); } }, { onSizeChosen: chosen });

  expect(chosen.mock.calls).toEqual([['S']]);
});

const BROKEN = {
  'throws when it is constructed': class extends HTMLElement { constructor() { super(); throw new Error('broken'); } },
  'throws when it is shown': class extends HTMLElement { connectedCallback() { throw new Error('broken'); } },
  'throws later, when it is shown': class extends HTMLElement { async connectedCallback() { await Promise.resolve(); throw new Error('broken'); } },
  'throws when it is given its props': class extends HTMLElement { set shell(_: unknown) { throw new Error('broken'); } },
};

for (const [how, Element] of Object.entries(BROKEN)) {
  test(`one that ${how} fails alone, and can be tried again`, async () => {
    await page(Element, { shell: {} });

    await screen.findByRole('alert');
    expect(screen.getByText('The rest of the page')).toBeTruthy();
    load.mockResolvedValue({ Piece: () => <p>Mended</p>, part: { team: 'sizes', version: '1.0.1' } });
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Mended')).toBeTruthy();
  });
}

test('taken away, it is told so, and what fails afterwards is no longer its page\'s', async () => {
  let late = (): void => undefined;
  const waiting = new Promise<void>((_, reject) => (late = () => reject(new Error('late'))));
  const { element } = await page(class extends Note { connectedCallback() { return waiting; } });
  const note = element() as Note;
  const told = vi.fn((event: Event) => event.defaultPrevented);
  note.addEventListener('souk-failed', told);
  const reported = new Promise<unknown>((resolve) => process.once('unhandledRejection', resolve));

  cleanup();
  late();

  expect(note.gone).toHaveBeenCalledTimes(1);
  expect(await reported).toMatchObject({ message: 'late' });
  expect(told.mock.results).toEqual([{ type: 'return', value: false }]);
});

test('a page with an older React is refused, and so is what is no web component', async () => {
  const brought = vi.fn().mockResolvedValueOnce({ Note: () => 'no class' }).mockResolvedValue({ Note });
  const container = elementContainer('tiny', { Note: ['note.mjs'] }, brought);

  expect(() => container.init(lent('18.3.1'))).toThrow('tiny needs a page with React 19 or newer; this one lends 18.3.1.');
  expect(() => container.init({})).toThrow('this one lends none');
  container.init(lent('19.2.9'));
  await expect(container.get('./Other')).rejects.toThrow('tiny exposes no Other.');
  await expect(container.get('./Note')).rejects.toThrow('export class Note extends HTMLElement');
  expect(await container.get('./Note')).toBe(await container.get('./Note')); // asked again after a failure, and then kept
  expect(brought).toHaveBeenCalledTimes(2);
});

test('two releases of it on one page do not meet', async () => {
  const made = [1, 2].map(() => elementContainer('twice', { Note: ['note.mjs'] }, async () => ({ Note: class extends Note {} })));
  const pieces = await Promise.all(made.map(async (container) => (container.init(lent('19.2.9')), (await container.get('./Note'))()['Note'])));

  const { container } = render(<>{pieces.map((Piece, number) => Piece && <Piece key={number} />)}</>);

  expect(Array.from(container.children, ({ localName }) => localName)).toEqual(['twice-note', 'twice-note-2']);
});
