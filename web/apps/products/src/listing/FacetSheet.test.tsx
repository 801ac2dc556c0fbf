import type { FacetValue } from '@souk/api/types/product';
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { Facets } from './Facets';
import { groupsOf } from './facets';
import { readQuery } from './query';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const value = (name: string, count: number): FacetValue => ({ value: name, label: name, count, selected: false });
const colours = Array.from({ length: 30 }, (_, at) => value(`Colour ${at + 1}`, 30 - at));
const groups = groupsOf([
  { key: 'option.Colour', label: 'Colour', values: colours },
  { key: 'availability', label: 'Availability', values: [{ ...value('in_stock', 12), label: 'In stock' }, value('on_sale', 3)] },
]);

/** The sheet is code of its own, which a busy machine loads slowly. */
const LOADED = { timeout: 60_000 };

test('several filters are chosen before the page changes, and it changes once', async () => {
  const went = vi.spyOn(location, 'assign').mockImplementation(() => undefined);
  render(<Facets query={readQuery({ category: 'kurtas' })} groups={groups} links={groups} />);

  await userEvent.click(screen.getByRole('button', { name: 'Show all 30: Colour' }));
  const sheet = within(await screen.findByRole('dialog', { name: 'Filters' }, LOADED));
  await userEvent.click(sheet.getByRole('checkbox', { name: /^Colour 29/ }));
  await userEvent.click(sheet.getByRole('checkbox', { name: /^Colour 2 / }));
  await userEvent.click(sheet.getByRole('checkbox', { name: /^In stock/ }));
  expect(went).not.toHaveBeenCalled();
  await userEvent.click(sheet.getByRole('button', { name: 'Show products' }));

  expect(went.mock.calls).toEqual([['/products?category=kurtas&in_stock=true&option.Colour=Colour+2&option.Colour=Colour+29']]);
});

test('a sheet that is closed changes nothing', async () => {
  const went = vi.spyOn(location, 'assign').mockImplementation(() => undefined);
  render(<Facets query={readQuery({})} groups={groups} links={groups} />);

  await userEvent.click(screen.getByRole('button', { name: 'All filters' }));
  await userEvent.click(within(await screen.findByRole('dialog')).getByRole('checkbox', { name: /^In stock/ }));
  await userEvent.click(screen.getByRole('button', { name: 'Close' }));

  expect(screen.queryByRole('dialog')).toBeNull();
  expect(went).not.toHaveBeenCalled();
});

test('filters that did not load say so', () => {
  render(<Facets query={readQuery({})} groups={null} links={undefined} />);

  expect(screen.getByRole('alert').textContent).toContain('The filters did not load.');
});
