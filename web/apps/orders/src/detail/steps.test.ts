import { afterEach, describe, expect, it } from 'vitest';
import { currentStep, expectedWords, newsOf, trackingSteps } from './steps';

const DELIVERY = { code: 'standard', name: 'Standard', charge: { amount: 0, currency: 'INR' }, earliest: '2026-11-24', latest: '2026-11-26' };
const PLACED = { state: 'pending', at: '2026-11-21T04:00:00Z', text: 'We received your order.' } as const;
const CONFIRMED = { state: 'confirmed', at: '2026-11-21T04:00:01Z', text: 'Payment received.' } as const;

type Order = Parameters<typeof trackingSteps>[0];
type Event = NonNullable<Parameters<typeof trackingSteps>[1]>['events'][number];

function anOrder(more: Partial<Order> = {}): Order {
  return { state: 'confirmed', placed_at: PLACED.at, timeline: [PLACED, CONFIRMED], delivery: DELIVERY, ...more };
}

function aParcel(...states: Event['state'][]) {
  const events = states.map((state, hour) => ({ state, at: `2026-11-22T0${hour}:00:00Z`, place: 'Bengaluru', text: state }));
  return { events, expected: { earliest: '2026-11-25', latest: '2026-11-25' } };
}

const states = (order: Order, parcel?: ReturnType<typeof aParcel>) => trackingSteps(order, parcel).map(({ state }) => state);

describe('what carrier and services say in English', () => {
  const news = { state: 'picked_up', at: PLACED.at, place: 'Bengaluru', text: 'The carrier has the parcel.' } as const;
  const end = { state: 'cancelled', at: PLACED.at, text: 'Cancelled.' } as const;
  const cancelled = anOrder({ state: 'cancelled', timeline: [PLACED, end] });
  afterEach(() => document.documentElement.removeAttribute('lang'));

  it('is shown as it came', () => {
    expect(newsOf(news)).toBe('The carrier has the parcel.');
    expect(trackingSteps(cancelled, undefined).at(-1)?.note).toBe('Cancelled.');
  });

  it('is said in the words of the page where that is in another language', () => {
    document.documentElement.lang = 'ar';

    expect(newsOf(news)).not.toContain('carrier');
    expect(trackingSteps(cancelled, undefined).at(-1)).not.toHaveProperty('note');
  });
});

describe('the steps of an order', () => {
  it('begin with its placing, while the parcel is not there yet', () => {
    expect(states(anOrder())).toEqual(['current', 'ahead', 'ahead', 'ahead', 'ahead', 'ahead']);
  });

  it('are done up to where the carrier says the parcel is', () => {
    expect(states(anOrder(), aParcel('created', 'picked_up', 'in_transit'))).toEqual([
      'done', 'done', 'done', 'current', 'ahead', 'ahead',
    ]); // prettier-ignore
  });

  it('follow the order where the carrier cannot be asked', () => {
    const shipped = anOrder({ state: 'shipped', timeline: [PLACED, { state: 'shipped', at: '2026-11-22T01:00:00Z', text: '' }] });
    expect(currentStep(shipped, undefined)).toBe('picked-up');
    expect(states(shipped)).toEqual(['done', 'done', 'current', 'ahead', 'ahead', 'ahead']);
  });

  it('end with the delivery, told by whoever knows first', () => {
    expect(currentStep(anOrder(), aParcel('created', 'delivered'))).toBe('delivered');
    const told = anOrder({ state: 'delivered', timeline: [PLACED, { state: 'delivered', at: '2026-11-24T01:00:00Z', text: '' }] });
    expect(currentStep(told, aParcel('created', 'picked_up'))).toBe('delivered');
  });

  it('promise the day of delivery as long as it is ahead', () => {
    expect(trackingSteps(anOrder(), undefined).at(-1)?.note).toBe('Expected Tue, 24 Nov to Thu, 26 Nov');
    expect(trackingSteps(anOrder(), aParcel('created')).at(-1)?.note).toBe('Expected Wed, 25 Nov');
    expect(trackingSteps(anOrder(), aParcel('created', 'delivered')).at(-1)).not.toHaveProperty('note');
  });

  it('stop at the cancellation, with its reason', () => {
    const end = { state: 'cancelled', at: '2026-11-21T04:00:02Z', text: 'The card was declined.' } as const;
    expect(trackingSteps(anOrder({ state: 'cancelled', timeline: [PLACED, end] }), undefined)).toMatchObject([
      { text: 'Placed', state: 'done' },
      { text: 'Cancelled', state: 'failed', at: end.at, note: 'The card was declined.' },
    ]);
  });
});

it('names one day once', () => {
  expect(expectedWords('2026-11-24', '2026-11-24')).toBe('Expected Tue, 24 Nov');
});
