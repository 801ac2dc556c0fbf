import { paths, useIdentity } from '@souk/api';
import { useMe } from '@souk/api/user';
import { ButtonLink } from '@souk/ui';
import { useEffect, useState } from 'react';
import type { Exposed } from '../exposes';
import { t } from '../messages/en-IN';
import { BagCut, BagLeft } from './BagNotes';
import { EntryForm } from './EntryForm';
import { NOTHING_TYPED, type Door } from './fields';
import { Frame } from './Frame';
import css from './LoginPage.module.css';
import { returnAddress } from './return-address';
import { useEntering } from './use-entering';

export function LoginPage({ shell }: Exposed['LoginPage']) {
  const door: Door = shell.path === `${shell.base}/new` ? 'sign-up' : 'sign-in';
  const back = returnAddress(shell.search, shell.base);
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const { entering, enter, takeBag, ask } = useEntering(() => shell.navigate(back.to, { replace: true }));
  const isSignedIn = useIdentity() === 'signed-in';
  useEffect(() => ask(), [door]); // eslint-disable-line react-hooks/exhaustive-deps -- a refusal belongs to its form

  if (entering.step === 'bag-left') return <BagLeft problem={entering.problem} to={back.to} onRetry={takeBag} />;
  if (entering.step === 'bag-cut') return <BagCut leftOut={entering.leftOut} to={back.to} />;
  if (entering.step === 'asking' && isSignedIn) return <SignedInAlready to={back.to} />;
  return (
    <Frame title={t(`${door}-title`)} lead={t(`${door}-lead`)}>
      <EntryForm
        key={door}
        door={door}
        typed={typed}
        onType={setTyped}
        busy={entering.step === 'entering'}
        problem={entering.step === 'asking' ? entering.problem : null}
        onEnter={() => void enter(door, typed)}
      />
      {door === 'sign-in' ? (
        <p className={css['other']}>
          {t('new-here')} <a href={paths.signUp({ back: back.wanted })}>{t('to-sign-up')}</a>
        </p>
      ) : (
        <p className={css['other']}>
          {t('known-here')} <a href={paths.login({ back: back.wanted })}>{t('to-sign-in')}</a>
        </p>
      )}
    </Frame>
  );
}

function SignedInAlready({ to }: { to: string }) {
  const { data: me } = useMe();
  return (
    <Frame title={t('signed-in-title')}>
      <p>{me ? t('signed-in-as', { name: me.name, email: me.email }) : t('signed-in-lead')}</p>
      <ButtonLink look="primary" size="large" wide href={to}>
        {t('go-on')}
      </ButtonLink>
    </Frame>
  );
}
