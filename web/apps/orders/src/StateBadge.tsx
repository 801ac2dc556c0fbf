import type { OrderState } from '@souk/api/types/order';
import { Badge } from '@souk/ui';
import { t } from './messages';

const TONES = { pending: 'sale', confirmed: 'plain', shipped: 'plain', delivered: 'good', cancelled: 'bad' } as const;

export function StateBadge({ state }: { state: OrderState }) {
  return <Badge tone={TONES[state]}>{t(`state-${state}`)}</Badge>;
}
