import { toMessage } from '@souk/api';
import type { ExportView } from '@souk/api/types/user';
import { exportDocument, useAskExportMutation, useLatestExportQuery, useLazyLatestExportQuery } from '@souk/api/user';
import { Button, Card, ErrorNote, formatMoment, PasswordField, Skeleton } from '@souk/ui';
import { useState } from 'react';
import css from '../frame/Form.module.css';
import { useForm } from '../frame/use-form';
import { t } from '../messages';
import own from '../security/SecurityPage.module.css';

const POLL_MS = 3_000;
/** What a customer calls that which a service holds; another one is said by its own name. */
const PARTS = new Map<string, Parameters<typeof t>[0]>([
  ['user', 'account'],
  ['cart', 'part-cart'],
  ['order', 'orders'],
  ['logistics', 'part-logistics'],
  ['reviews', 'part-reviews'],
  ['activity', 'part-activity'],
  ['support', 'part-support'],
]);

/** A copy of everything: asked for, waited for, and downloaded while it is kept. */
export function ExportCard() {
  const [isMaking, setMaking] = useState(false);
  const { data, error, refetch } = useLatestExportQuery(undefined, {
    pollingInterval: isMaking ? POLL_MS : 0,
    skipPollingIfUnfocused: true,
    refetchOnMountOrArgChange: true,
  });
  const latest = data?.export;
  const making = latest !== undefined && latest !== null && latest.ready_at === null;
  if (making !== isMaking) setMaking(making);
  return (
    <Card className={own['card']}>
      <h2>{t('export')}</h2>
      <p className={own['hint']}>{t('export-text')}</p>
      {data ? (
        <>
          <div role="status">{latest && <Progress copy={latest} />}</div>
          {latest?.ready_at && <Download id={latest.id} />}
          {!making && <AskForm again={Boolean(latest)} />}
        </>
      ) : error ? (
        <ErrorNote {...toMessage(error)} onRetry={() => void refetch()} />
      ) : (
        <Skeleton shape="block" />
      )}
    </Card>
  );
}

function Progress({ copy: { services, answered, waiting_for, ready_at, expires_at } }: { copy: ExportView }) {
  if (ready_at) return <p>{t('export-ready', { moment: formatMoment(expires_at ?? ready_at) })}</p>;
  return (
    <>
      <p>{t('export-answered', { answered, count: services })}</p>
      {waiting_for.length > 0 && <p className={own['hint']}>{t('export-waits', { services: waiting_for.map(nameOf).join(', ') })}</p>}
    </>
  );
}

function nameOf(service: string): string {
  const part = PARTS.get(service);
  return part ? t(part) : service;
}

/** The file itself is no call of a page, and renews no session: so the page asks first, which does. */
function Download({ id }: { id: string }) {
  const [look, { isFetching, error }] = useLazyLatestExportQuery();
  const download = async () => {
    const { data } = await look();
    if (data?.export?.id === id) location.assign(exportDocument(id));
  };
  return (
    <>
      {error && <ErrorNote {...toMessage(error)} />}
      <div>
        <Button look="primary" busy={isFetching} onClick={() => void download()}>
          {t('export-download')}
        </Button>
      </div>
    </>
  );
}

function AskForm({ again }: { again: boolean }) {
  const [askExport] = useAskExportMutation();
  const { form, field, busy, problem, clear } = useForm({
    initial: { password: '' },
    check: ({ password }) => (password === '' ? { password: t('wrong-password') } : {}),
    send: (typed) => askExport(typed),
    explain: ({ code }) => (code === 'wrong-credentials' ? { password: t('not-your-password') } : {}),
    onDone: () => clear(),
  });
  return (
    <form {...form} className={css['form']} aria-label={t('export')}>
      {problem && <ErrorNote {...problem} />}
      <PasswordField label={t('your-password')} hint={t('your-password-why')} isNew={false} required {...field('password')} />
      <div className={css['actions']}>
        <Button type="submit" look={again ? 'secondary' : 'primary'} busy={busy}>
          {t(again ? 'export-ask-again' : 'export-ask')}
        </Button>
      </div>
    </form>
  );
}
