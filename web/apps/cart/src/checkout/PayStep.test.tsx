import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { PayStep, type Payment } from './PayStep';

afterEach(cleanup);

async function fillsCard(number: string) {
  await userEvent.type(screen.getByLabelText('Card number'), number);
  await userEvent.type(screen.getByLabelText(/^Expiry/), '12/39');
  await userEvent.type(screen.getByLabelText('Security code'), '123');
  await userEvent.type(screen.getByLabelText('Name on card'), 'Asha Rao');
}

test('the button says the amount, and a wrong card is told beside its field before anything is sent', async () => {
  const onPay = vi.fn<(payment: Payment) => void>();
  render(<PayStep total="₹2,340" cashOnDelivery busy={false} onPay={onPay} />);

  await fillsCard('4242 4242 4242 4241');
  await userEvent.click(screen.getByRole('button', { name: 'Place order, ₹2,340' }));

  expect(onPay).not.toHaveBeenCalled();
  expect(screen.getByLabelText('Card number').getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByText(/number on the front/)).toBeTruthy();
});

test('what was typed stays when the order is refused, so another try needs one field', async () => {
  const onPay = vi.fn<(payment: Payment) => void>();
  const { rerender } = render(<PayStep total="₹450" cashOnDelivery busy={false} onPay={onPay} />);
  await fillsCard('4000 0000 0000 0002');
  await userEvent.click(screen.getByRole('button', { name: /^Place order/ }));

  rerender(<PayStep total="₹450" cashOnDelivery busy onPay={onPay} />);
  rerender(<PayStep total="₹450" cashOnDelivery busy={false} onPay={onPay} />);
  await userEvent.clear(screen.getByLabelText('Card number'));
  await userEvent.type(screen.getByLabelText('Card number'), '4242 4242 4242 4242');
  await userEvent.click(screen.getByRole('button', { name: /^Place order/ }));

  expect(onPay).toHaveBeenCalledTimes(2);
  expect(onPay.mock.lastCall?.[0]).toMatchObject({ method: 'card', card: { number: '4242 4242 4242 4242', cvc: '123' } });
});

test('a second click while the order is being placed sends nothing', async () => {
  const onPay = vi.fn<(payment: Payment) => void>();
  render(<PayStep total="₹450" cashOnDelivery busy onPay={onPay} />);
  await fillsCard('4242 4242 4242 4242');

  await userEvent.click(screen.getByRole('button', { name: /^Place order/ }));
  await userEvent.keyboard('{Enter}');

  expect(onPay).not.toHaveBeenCalled();
});

test('cash on delivery asks for no card, and says so where it is not offered', async () => {
  const onPay = vi.fn<(payment: Payment) => void>();
  const { rerender } = render(<PayStep total="₹450" cashOnDelivery={false} busy={false} onPay={onPay} />);
  expect(screen.getByRole<HTMLInputElement>('radio', { name: /^Cash on delivery/ }).disabled).toBe(true);

  rerender(<PayStep total="₹450" cashOnDelivery busy={false} onPay={onPay} />);
  await userEvent.click(screen.getByRole('radio', { name: /^Cash on delivery/ }));
  await userEvent.click(screen.getByRole('button', { name: /^Place order/ }));

  expect(onPay).toHaveBeenCalledExactlyOnceWith({ method: 'cash_on_delivery' });
});
