import { SoukProvider } from '@souk/store';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { aCart, aShop, eachAsAGuest, LINE } from '../checkout/tests/shop';
import { CartPage } from './CartPage';

eachAsAGuest();

it('lays a line aside and brings it back', async () => {
  const aside = { ...aCart(null), lines: [], item_count: 0, saved: [LINE] };
  const asked = aShop({ 'GET /cart': { body: aCart(null) }, 'POST /cart/saved': { body: aside }, 'POST /cart/saved/moves': { body: aCart(null) } });
  render(<SoukProvider><CartPage shell={{ base: '/cart', path: '/cart', search: '', navigate: () => undefined }} /></SoukProvider>);

  await userEvent.click(await screen.findByRole('button', { name: 'Save for later: Chai mug' }));
  const saved = within(await screen.findByRole('list', { name: 'Saved for later' }));
  expect(await screen.findByText('Your bag is empty')).toBeTruthy();
  await userEvent.click(saved.getByRole('button', { name: 'Move to bag: Chai mug' }));

  expect(await screen.findByRole('list', { name: 'In your bag' })).toBeTruthy();
  expect(screen.queryByRole('list', { name: 'Saved for later' })).toBeNull();
  const ofBag = asked.map(({ call }) => call).filter((call) => call.includes('/cart'));
  expect(ofBag).toEqual(['GET /cart', 'POST /cart/saved', 'POST /cart/saved/moves']);
});

it('says in which language the shop names what lies in a bag, and what is saved, on a page in another one', async () => {
  document.documentElement.lang = 'ar';
  const mug = { ...LINE, options: { Colour: 'Sand' } };
  const lamp = { ...LINE, sku: 'lamp', title: 'Brass lamp', handle: 'brass-lamp', options: { Size: 'Large' } };
  aShop({ 'GET /cart': { body: { ...aCart(null), lines: [mug], saved: [lamp] } } });
  render(<SoukProvider><CartPage shell={{ base: '/cart', path: '/cart', search: '', navigate: () => undefined }} /></SoukProvider>);

  for (const text of ['Chai mug', 'Sand', 'Brass lamp', 'Large']) {
    expect((await screen.findByText(text)).closest('[lang]')?.getAttribute('lang')).toBe('en-IN');
  }
  document.documentElement.removeAttribute('lang');
});
