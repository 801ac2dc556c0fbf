import { act, cleanup, render, screen } from '@testing-library/react';
import { renderToString } from 'react-dom/server';
import { afterEach, expect, test, vi } from 'vitest';
import { Quantity } from '../index';

afterEach(cleanup);

/** A page whose code is not there yet, and its field. */
function rendered(changed: (value: number) => void) {
  const quantity = <Quantity value={1} what="Mug" max={9} onChange={changed} />;
  const container = document.body.appendChild(document.createElement('div'));
  container.innerHTML = renderToString(quantity);
  return {
    field: screen.getByLabelText<HTMLInputElement>('Quantity of Mug'),
    comesToLife: () => render(quantity, { container, hydrate: true }),
  };
}

test('what was written before the page could listen counts, once it was left', () => {
  const changed = vi.fn();
  const { field, comesToLife } = rendered(changed);

  field.value = '3';
  comesToLife();

  expect(changed.mock.calls).toEqual([[3]]);
  expect(field.value).toBe('3');
});

test('who is still writing when the page begins to listen writes on', () => {
  const changed = vi.fn();
  const { field, comesToLife } = rendered(changed);

  field.focus();
  field.value = '3';
  comesToLife();

  expect(changed).not.toHaveBeenCalled();
  expect(field.value).toBe('3');
  act(() => field.blur());
  expect(changed.mock.calls).toEqual([[3]]);
});

test('a field that nobody wrote in changes nothing', () => {
  const changed = vi.fn();
  const { field, comesToLife } = rendered(changed);

  comesToLife();

  expect(changed).not.toHaveBeenCalled();
  expect(field.value).toBe('1');
});
