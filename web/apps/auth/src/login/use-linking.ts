import { toMessage } from '@souk/api';
import { useLinkWhatWaitsMutation } from '@souk/api/user';
import { toast } from '@souk/store/signals';
import { useState } from 'react';
import { t } from '../messages';
import type { Enter } from './use-entering';

/** Who came from a provider and has an account signs in to it, and is told what that does: from then on the provider opens it. */
export function useLinking(enter: Enter) {
  const [waiting, setWaiting] = useState<string>();
  const [link] = useLinkWhatWaitsMutation();
  const enterAndLink: Enter = (attempt) =>
    enter(async () => {
      const outcome = await attempt();
      if (!waiting || outcome.error) return outcome;
      const { error } = await link();
      setWaiting(undefined);
      const { cause, fix } = toMessage(error);
      if (error) toast(`${cause} ${fix}`, { tone: 'bad' });
      else toast(t('linked', { provider: waiting }), { tone: 'good' });
      return outcome;
    });
  return { waiting, wait: setWaiting, enter: enterAndLink } as const;
}
