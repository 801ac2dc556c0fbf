import { paths, toMessage } from '@souk/api';
import { useSecondFactorQuery } from '@souk/api/user';
import { Badge, ButtonLink, Card, ErrorNote, formatMoment, Skeleton } from '@souk/ui';
import { t } from '../messages';
import css from './SecurityPage.module.css';

/** Whether a second factor is asked for, and the way to its page. */
export function AuthenticatorCard() {
  const { data, error, refetch } = useSecondFactorQuery(undefined, { refetchOnMountOrArgChange: true });
  return (
    <Card className={css['card']}>
      <h2>
        {t('authenticator')} {data && <Badge tone={data.is_on ? 'good' : 'plain'}>{t(data.is_on ? 'is-on' : 'is-off')}</Badge>}
      </h2>
      <p className={css['hint']}>{data?.since ? t('authenticator-since', { moment: formatMoment(data.since) }) : t('authenticator-text')}</p>
      {data ? (
        <div>
          <ButtonLink look={data.is_on ? 'secondary' : 'primary'} href={paths.account({ part: 'security/authenticator' })}>
            {t(data.is_on ? 'manage-authenticator' : 'set-up-authenticator')}
          </ButtonLink>
        </div>
      ) : error ? (
        <ErrorNote {...toMessage(error)} onRetry={() => void refetch()} />
      ) : (
        <Skeleton shape="block" />
      )}
    </Card>
  );
}
