import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { anOrder, arrive, aShop, eachOnANewDevice, ID, RUPEES, signIn } from '../tests/a-shop';

eachOnANewDevice();

function shows(order: object) {
  signIn();
  aShop({ [`/orders/${ID}`]: { body: anOrder(order) }, [`/orders/${ID}/shipments`]: { body: { items: [] } } });
  arrive(`/orders/${ID}`);
}

describe("an order's invoice", () => {
  it('is promised until the parcel leaves', async () => {
    shows({ state: 'confirmed' });

    await screen.findByText('Your invoice will be ready here when the parcel leaves.');
    expect(screen.queryByRole('heading', { name: 'Invoice' })).toBeNull();
  });

  it('and what corrects it are files to keep, each by its number', async () => {
    const invoice = { id: 'i', kind: 'invoice', number: 'INV/26-27/000007', issued_at: '2026-11-22T04:00:00Z', total: RUPEES(900), document: '/order-service/i?ticket=1' };
    const note = { ...invoice, id: 'c', kind: 'credit_note', number: 'CN/26-27/000001', total: RUPEES(100), document: '/order-service/c?ticket=2' };
    shows({ state: 'delivered', invoices: [invoice, note] });

    const link = await screen.findByRole('link', { name: 'Invoice INV/26-27/000007 (PDF)' });

    expect(link.getAttribute('href')).toBe(invoice.document);
    expect(link.getAttribute('download')).toBe('INV-26-27-000007.pdf');
    const [, corrected] = within(link.closest('ul') as HTMLElement).getAllByRole('listitem');
    expect(corrected?.textContent).toMatch(/^Credit note CN\/26-27\/000001 \(PDF\).*₹100$/);
  });

  it('is not spoken of where nothing will ever be sent', async () => {
    shows({ state: 'cancelled' });

    await screen.findByText('What you wanted may still be in the shop.');
    expect(screen.queryByText(/invoice/i)).toBeNull();
  });
});
