import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { BannerNote, Breadcrumbs, Button, Dialog, ErrorNote, Field, OptionGroup, Price, ProductTile, Quantity, RichText } from '../index';

afterEach(() => {
  cleanup();
  document.documentElement.removeAttribute('lang');
});

const inr = (amount: number) => ({ amount, currency: 'INR' });

test('a sale price is said in words: now, and before', () => {
  const { container } = render(<Price price={inr(80_000)} compareAt={inr(100_000)} />);

  expect(container.textContent).toBe('Now ₹800 before ₹1,000 20% off');
});

test('an older price that is no saving is not shown', () => {
  const { container } = render(<Price price={inr(80_000)} compareAt={inr(80_000)} />);

  expect(container.textContent).toBe('₹800');
});

test('a busy button keeps the focus and does not act twice', async () => {
  const act = vi.fn();
  render(
    <Button busy onClick={act}>
      Place order
    </Button>,
  );

  await userEvent.click(screen.getByRole('button', { name: 'Place order' }));

  expect(act).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(screen.getByRole('button'));
});

test('a key that is held presses a button once, and not what opens meanwhile', () => {
  const close = vi.fn();
  render(
    <>
      <Button>Add to bag</Button>
      <Dialog open onClose={close} title="Your bag">
        One mug
      </Dialog>
    </>,
  );
  const [add, shut] = [screen.getByText('Add to bag'), screen.getByLabelText('Close')];

  expect(fireEvent.keyDown(add, { key: 'Enter' })).toBe(true);
  for (const under of [add, shut]) expect(fireEvent.keyDown(under, { key: 'Enter', repeat: true })).toBe(false);
  expect(fireEvent.keyDown(add, { key: 'Tab', repeat: true })).toBe(true);
});

test('the second press of who pressed twice to open a dialog does not close it', () => {
  const close = vi.fn();
  render(
    <Dialog open onClose={close} title="Your bag">
      One mug
    </Dialog>,
  );

  expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Your bag' }));
  fireEvent.click(screen.getByRole('dialog'), { detail: 2 });
  expect(close).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole('dialog'), { detail: 1 });
  expect(close).toHaveBeenCalledOnce();
});

test('the page behind stays where it is until the last dialog is closed, however it closes', () => {
  const dialogs = (bag: boolean, leave: boolean) => (
    <>
      <Dialog open={bag} onClose={vi.fn()} title="Your bag">
        One mug
      </Dialog>
      <Dialog open={leave} onClose={vi.fn()} title="Leave it?">
        Really
      </Dialog>
    </>
  );
  const held = () => document.documentElement.className.includes('behind');
  const { rerender, unmount } = render(dialogs(true, true));
  expect(held()).toBe(true);

  rerender(dialogs(true, false));
  expect(held()).toBe(true);
  screen.getByRole<HTMLDialogElement>('dialog').close(); // by Escape: the browser closes it before anybody is asked
  expect(held()).toBe(false);

  rerender(dialogs(false, false));
  rerender(dialogs(false, true));
  expect(held()).toBe(true);
  unmount();
  expect(held()).toBe(false);
});

test('a field is read out with its hint and its error', () => {
  render(<Field label="PIN code" hint="Six digits" error="That is five digits." />);

  const input = screen.getByLabelText('PIN code');
  const said = input.getAttribute('aria-describedby')?.split(' ').map((id) => document.getElementById(id)?.textContent);
  expect(said).toEqual(['Six digits', 'That is five digits.']);
  expect(input.getAttribute('aria-invalid')).toBe('true');
});

test('a typed quantity stays between one and what is left', async () => {
  const changed = vi.fn();
  render(<Quantity value={1} what="Mug" max={3} onChange={changed} />);

  await userEvent.clear(screen.getByLabelText('Quantity of Mug'));
  await userEvent.type(screen.getByLabelText('Quantity of Mug'), '50{Tab}');

  expect(changed).toHaveBeenCalledWith(3);
});

test('what was typed once does not come back when the quantity is again what it was then', async () => {
  const counted = (value: number) => <Quantity value={value} what="Mug" onChange={() => undefined} />;
  const { rerender } = render(counted(1));
  const field = screen.getByLabelText<HTMLInputElement>('Quantity of Mug');

  await userEvent.clear(field);
  await userEvent.type(field, '5{Tab}');
  expect(field.value).toBe('5'); // before the answer is there
  for (const value of [5, 2, 1]) rerender(counted(value));

  expect(field.value).toBe('1');
});

test('an option that is sold out says so and can still be chosen', async () => {
  const choose = vi.fn();
  const values = [{ value: 'S' }, { value: 'M', soldOut: true }];
  render(<OptionGroup label="Size" values={values} chosen="S" onChoose={choose} />);

  await userEvent.click(screen.getByRole('radio', { name: 'M, sold out' }));

  expect(choose).toHaveBeenCalledWith('M');
});

test('an error says what happened and what to do', () => {
  render(<ErrorNote cause="Only 1 left." fix="Lower the quantity." />);

  expect(screen.getByRole('alert').textContent).toBe('Only 1 left.Lower the quantity.');
});

test.each([
  ['ar', 'en-IN'],
  ['en-IN', null],
])('on a page in %s, what the shop keeps is said to be in %s, and what the page says is not', (page, shops) => {
  document.documentElement.lang = page;
  const tile = { id: '1', handle: 'mug', title: 'Blue mug', vendor: 'Kiln', price: inr(1), compare_at: null, price_varies: false, image: null, colors: [], rating: null, available: false, on_sale: false }; // prettier-ignore
  const banner = { id: 'b', title: 'Monsoon sale', text: 'Until Sunday', action: null, tone: 'calm', audience: 'everyone' } as const;
  render(
    <>
      <ProductTile product={tile} href="/" />
      <OptionGroup label="Size" values={[{ value: 'Large' }]} chosen={null} message="Choose one" onChoose={() => undefined} />
      <RichText text={[{ kind: 'paragraph', runs: [{ text: 'We send it.' }] }]} />
      <BannerNote banners={[banner]} />
      <Breadcrumbs crumbs={[{ name: 'Home', href: '/' }, { name: 'Mugs', href: '/mugs', lang: shops ?? undefined }]} />
    </>,
  );
  const langOf = (text: string) => screen.getByText(text).closest('[lang]:not(html)')?.getAttribute('lang') ?? null;

  expect(['Blue mug', 'Size', 'Large', 'We send it.', 'Monsoon sale', 'Mugs'].map(langOf)).toEqual(Array(6).fill(shops));
  expect(['Choose one', 'Home'].map(langOf)).toEqual([null, null]);
});
