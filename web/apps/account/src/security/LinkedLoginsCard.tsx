import { toMessage } from '@souk/api';
import type { LinkedLoginView } from '@souk/api/types/user';
import { useLinkedLoginsQuery, useProvidersQuery } from '@souk/api/user';
import { Button, Card, ErrorNote, formatMoment } from '@souk/ui';
import { useState } from 'react';
import { t } from '../messages';
import { LinkForm, type Change } from './LinkForm';
import css from './SecurityPage.module.css';

/** Which providers open the account; a shop that takes logins from none shows nothing of it. */
export function LinkedLoginsCard() {
  const { data, error, refetch } = useLinkedLoginsQuery(undefined, { refetchOnMountOrArgChange: true });
  const { data: providers } = useProvidersQuery();
  const [change, setChange] = useState<Change>();
  const linked = data?.items ?? [];
  const others = (providers?.items ?? []).filter(({ name }) => !linked.some(({ provider }) => provider === name));
  if (linked.length + others.length === 0) return null;

  return (
    <Card className={css['card']}>
      <h2>{t('linked-logins')}</h2>
      <p className={css['hint']}>{t('linked-logins-text')}</p>
      {error && <ErrorNote {...toMessage(error)} onRetry={() => void refetch()} />}
      {data && (
        <ul className={css['sessions']}>
          {linked.map((login) => (
            <LinkedRow key={login.id} login={login} onUnlink={() => setChange({ unlink: login.id, provider: login.shown_as })} />
          ))}
          {others.map(({ name, shown_as }) => (
            <li key={name} className={css['session']}>
              <strong>{shown_as}</strong>
              <Button onClick={() => setChange({ link: name, provider: shown_as })}>{t('link-provider', { provider: shown_as })}</Button>
            </li>
          ))}
        </ul>
      )}
      {change && <LinkForm key={change.link ?? change.unlink} change={change} onDone={() => setChange(undefined)} />}
    </Card>
  );
}

function LinkedRow({ login, onUnlink }: { login: LinkedLoginView; onUnlink: () => void }) {
  const { shown_as, email, linked_at, used_at } = login;
  return (
    <li className={css['session']}>
      <div>
        <strong>{shown_as}</strong> {email && <bdi>{email}</bdi>}
        <p className={css['hint']}>{t('linked-since', { linked: formatMoment(linked_at), used: formatMoment(used_at) })}</p>
      </div>
      <Button onClick={onUnlink}>{t('unlink-provider', { provider: shown_as })}</Button>
    </li>
  );
}
