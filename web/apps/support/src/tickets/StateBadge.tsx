import type { TicketState } from '@souk/api/types/support';
import { Badge } from '@souk/ui';
import { t } from '../messages';

const TONES = { open: 'plain', reopened: 'plain', waiting: 'sale', solved: 'good', closed: 'plain' } as const;

export function StateBadge({ state }: { state: TicketState }) {
  return <Badge tone={TONES[state]}>{t(`state-${state}`)}</Badge>;
}
