import { toMessage } from '@souk/api';
import type { SessionView } from '@souk/api/types/user';
import { useSessionsQuery, useSignOutEverywhereElseMutation, useSignOutThereMutation } from '@souk/api/user';
import { toast } from '@souk/store/signals';
import { Badge, Button, Card, ErrorNote, formatMoment, Skeleton, VisuallyHidden } from '@souk/ui';
import { t } from '../messages';
import css from './SecurityPage.module.css';

/** Where one is signed in: this device first, and a way out of each other. */
export function SessionList() {
  const { data, error, refetch } = useSessionsQuery(undefined, { refetchOnMountOrArgChange: true });
  return (
    <Card className={css['card']}>
      <h2>{t('sessions')}</h2>
      <p className={css['hint']}>{t('sessions-text')}</p>
      {data ? <Sessions sessions={data.items} /> : error ? <ErrorNote {...toMessage(error)} onRetry={() => void refetch()} /> : <Skeleton shape="block" />}
    </Card>
  );
}

function Sessions({ sessions }: { sessions: readonly SessionView[] }) {
  const [signOutThere, leaving] = useSignOutThereMutation();
  const [signOutEverywhereElse, leavingAll] = useSignOutEverywhereElseMutation();
  const busy = leaving.isLoading || leavingAll.isLoading;
  const tell = ({ error }: { error?: unknown }, done: string) => {
    const { cause, fix } = toMessage(error);
    if (error) toast(`${cause} ${fix}`, { tone: 'bad' });
    else toast(done, { tone: 'good' });
  };
  const end = async ({ id, device }: SessionView) => tell(await signOutThere({ id }), t('signed-out-there', { device: nameOf(device) }));
  const endOthers = async () => tell(await signOutEverywhereElse(), t('signed-out-elsewhere'));

  return (
    <>
      <ul className={css['sessions']}>
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} busy={busy} onEnd={() => void end(session)} />
        ))}
      </ul>
      {sessions.length > 1 && (
        <div>
          <Button look="danger" busy={leavingAll.isLoading} onClick={() => void endOthers()}>
            {t('sign-out-elsewhere')}
          </Button>
        </div>
      )}
    </>
  );
}

function SessionRow({ session, busy, onEnd }: { session: SessionView; busy: boolean; onEnd: () => void }) {
  const { device, started_at, last_seen_at, current } = session;
  return (
    <li className={css['session']}>
      <div>
        <strong>{nameOf(device)}</strong> {current && <Badge tone="good">{t('this-device')}</Badge>}
        <p className={css['hint']}>
          {t('since', { moment: formatMoment(started_at) })}
          <br />
          {current ? t('seen-now') : t('seen', { moment: formatMoment(last_seen_at) })}
        </p>
      </div>
      {!current && (
        <Button busy={busy} onClick={onEnd}>
          {t('sign-out-there')} <VisuallyHidden>{nameOf(device)}</VisuallyHidden>
        </Button>
      )}
    </li>
  );
}

function nameOf(device: string): string {
  return device || t('unknown-device');
}
