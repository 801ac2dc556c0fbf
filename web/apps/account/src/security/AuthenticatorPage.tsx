import { paths, toMessage } from '@souk/api';
import type { FactorView } from '@souk/api/types/user';
import { useSecondFactorQuery } from '@souk/api/user';
import { ButtonLink, Card, ErrorNote, Skeleton } from '@souk/ui';
import { useState } from 'react';
import { AccountFrame } from '../frame/AccountFrame';
import { t } from '../messages';
import { BothFactorsForm } from './BothFactorsForm';
import { RecoveryCodeList } from './RecoveryCodeList';
import css from './SecurityPage.module.css';
import { SetUp } from './SetUp';

/** An authenticator is set up here, gets new recovery codes, and is switched off. */
export function AuthenticatorPage() {
  const { data, error, refetch } = useSecondFactorQuery(undefined, { refetchOnMountOrArgChange: true });
  const [codes, setCodes] = useState<readonly string[]>();
  const seen = () => {
    setCodes(undefined);
    void refetch();
  };
  return (
    <AccountFrame part="security" title={t('authenticator')} lead={t('authenticator-text')}>
      {codes ? (
        <RecoveryCodeList codes={codes} onSeen={seen} />
      ) : data ? (
        <Factor factor={data} onCodes={setCodes} />
      ) : error ? (
        <ErrorNote {...toMessage(error)} onRetry={() => void refetch()} />
      ) : (
        <Skeleton shape="block" />
      )}
      <div>
        <ButtonLink look="quiet" href={paths.account({ part: 'security' })}>
          {t('back-to-security')}
        </ButtonLink>
      </div>
    </AccountFrame>
  );
}

function Factor({ factor, onCodes }: { factor: FactorView; onCodes: (codes: readonly string[]) => void }) {
  if (!factor.is_on) {
    return (
      <Card className={css['card']}>
        <SetUp onDone={onCodes} />
      </Card>
    );
  }
  return (
    <>
      <Card className={css['card']}>
        <h2>{t('recovery-codes')}</h2>
        <p className={css['hint']}>{t('recovery-codes-left', { count: factor.recovery_codes_left })}</p>
        <BothFactorsForm purpose="renew" onCodes={onCodes} />
      </Card>
      <Card className={css['card']}>
        <h2>{t('switch-off')}</h2>
        <p className={css['hint']}>{t('switch-off-text')}</p>
        <BothFactorsForm purpose="off" onCodes={onCodes} />
      </Card>
    </>
  );
}
