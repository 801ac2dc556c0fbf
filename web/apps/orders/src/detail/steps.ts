import { language } from '@souk/api/language';
import { languages } from '@souk/api/system';
import type { Shipment } from '@souk/api/types/logistics';
import type { OrderView } from '@souk/api/types/order';
import { formatDay, type TimelineStep } from '@souk/ui';
import { t } from '../messages';

const STEPS = ['placed', 'packed', 'picked-up', 'in-transit', 'out-for-delivery', 'delivered'] as const;
export type Step = (typeof STEPS)[number];

type TrackedOrder = Pick<OrderView, 'state' | 'placed_at' | 'timeline' | 'delivery'>;
type TrackedParcel = Pick<Shipment, 'events' | 'expected'>;

const STEP_OF: Readonly<Record<Shipment['state'], Step>> = {
  created: 'packed',
  picked_up: 'picked-up',
  in_transit: 'in-transit',
  out_for_delivery: 'out-for-delivery',
  delivered: 'delivered',
};

/** When each step was reached, as far as the carrier or the order tells; either may know before the other. */
function reached(order: TrackedOrder, parcel: TrackedParcel | undefined): Map<Step, string> {
  const at = new Map<Step, string>([['placed', order.placed_at]]);
  for (const moment of order.timeline) {
    if (moment.state === 'shipped') at.set('picked-up', moment.at);
    if (moment.state === 'delivered') at.set('delivered', moment.at);
  }
  for (const event of parcel?.events ?? []) at.set(STEP_OF[event.state], event.at);
  return at;
}

export function currentStep(order: TrackedOrder, parcel: TrackedParcel | undefined): Step {
  const at = reached(order, parcel);
  return STEPS.findLast((step) => at.has(step)) ?? 'placed';
}

/** In the carrier's words, which are English; in the shop's own where a page is not. */
export function newsOf({ state, text }: Shipment['events'][number]): string {
  return inServicesLanguage() ? text : t(STEP_OF[state]);
}

function inServicesLanguage(): boolean {
  return language() === languages[0];
}

/** What happened and what is to come, for the timeline. */
export function trackingSteps(order: TrackedOrder, parcel: TrackedParcel | undefined): TimelineStep[] {
  const at = reached(order, parcel);
  if (order.state === 'cancelled') return cancelledSteps(order);
  const current = STEPS.indexOf(currentStep(order, parcel));
  const { earliest, latest } = parcel?.expected ?? order.delivery;
  return STEPS.map((step, index) => ({
    text: t(step),
    at: at.get(step) ?? null,
    state: index < current ? 'done' : index === current ? 'current' : 'ahead',
    ...(step === 'delivered' && index > current && { note: expectedWords(earliest, latest) }),
  }));
}

function cancelledSteps({ placed_at, timeline }: TrackedOrder): TimelineStep[] {
  const end = timeline.findLast(({ state }) => state === 'cancelled');
  return [
    { text: t('placed'), at: placed_at, state: 'done' },
    { text: t('cancelled'), at: end?.at ?? null, state: 'failed', ...(inServicesLanguage() && { note: end?.text }) },
  ];
}

export function expectedWords(earliest: string, latest: string): string {
  const [from, to] = [formatDay(earliest), formatDay(latest)];
  return from === to ? t('expected-on', { from }) : t('expected', { from, to });
}
