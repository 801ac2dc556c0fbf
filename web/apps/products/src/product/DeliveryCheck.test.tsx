import { cleanup, render, screen } from '@testing-library/react';
import { renderToString } from 'react-dom/server';
import { afterEach, expect, test, vi } from 'vitest';
import { DeliveryCheck } from './DeliveryCheck';

const serviceability = vi.hoisted(() => vi.fn());
vi.mock('@souk/api/logistics', () => ({ serviceability }));

afterEach(() => {
  cleanup();
  serviceability.mockReset();
  localStorage.clear();
});

/** A page whose code is not there yet. */
function rendered() {
  const container = document.body.appendChild(document.createElement('div'));
  container.innerHTML = renderToString(<DeliveryCheck />);
  return {
    field: screen.getByLabelText<HTMLInputElement>('Pincode'),
    button: screen.getByRole('button', { name: 'Check' }),
    comesToLife: () => render(<DeliveryCheck />, { container, hydrate: true }),
  };
}

test('a pincode that was written and asked about before the page could listen is looked up once', async () => {
  serviceability.mockResolvedValue({ place: 'Mysore', state: 'Karnataka', serviceable: false, options: [], cash_on_delivery: false });
  const { field, button, comesToLife } = rendered();

  field.value = '570001';
  button.setAttribute('aria-busy', 'true'); // as first-paint.js does it
  comesToLife();
  await screen.findByText(/Mysore/);

  expect(serviceability.mock.calls).toEqual([['570001']]);
  expect(field.value).toBe('570001');
  expect(button.hasAttribute('aria-busy') || button.hasAttribute('data-early')).toBe(false);
});

test('the code of the last time is there, unless another was written meanwhile', () => {
  localStorage.setItem('souk-pincode', '110001');

  const first = rendered();
  first.comesToLife();
  expect(first.field.value).toBe('110001');

  cleanup();
  const second = rendered();
  second.field.value = '5700';
  second.comesToLife();
  expect(second.field.value).toBe('5700');
  expect(serviceability).not.toHaveBeenCalled();
});
