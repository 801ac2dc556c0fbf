import { paths, useIdentity } from '@souk/api';
import { useMe } from '@souk/api/user';
import { keptWayBack } from '@souk/api/way-back';
import { ButtonLink } from '@souk/ui';
import { useEffect, useState } from 'react';
import type { Exposed } from '../exposes';
import { t } from '../messages';
import { BagCut, BagLeft } from './BagNotes';
import { CodeEntry } from './CodeEntry';
import { NOTHING_TYPED } from './fields';
import { Frame } from './Frame';
import { FromProvider } from './FromProvider';
import { InvitationPage } from './InvitationPage';
import { NewAccount } from './NewAccount';
import { PasswordEntry } from './PasswordEntry';
import { returnAddress } from './return-address';
import { SecondFactor } from './SecondFactor';
import { useEntering } from './use-entering';
import { useLinking } from './use-linking';

export function LoginPage({ shell }: Exposed['LoginPage']) {
  const [, place = '', step = ''] = shell.path.slice(shell.base.length).split('/');
  const search = place === 'from' ? `?${new URLSearchParams({ back: keptWayBack().back ?? '' })}` : shell.search;
  const back = returnAddress(search, shell.base);
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const { entering, enter: enterAlone, takeBag, ask } = useEntering(
    () => shell.navigate(back.to, { replace: true }),
    () => shell.navigate(paths.secondFactor({ back: back.wanted })),
  );
  const { waiting, wait, enter } = useLinking(enterAlone);
  const isSignedIn = useIdentity() === 'signed-in';
  useEffect(() => ask(), [shell.path]); // eslint-disable-line react-hooks/exhaustive-deps -- a refusal belongs to its form

  if (place === 'invitation') return <InvitationPage />;
  if (entering.step === 'bag-left') return <BagLeft problem={entering.problem} to={back.to} onRetry={takeBag} />;
  if (entering.step === 'bag-cut') return <BagCut leftOut={entering.leftOut} to={back.to} />;
  // A new password is for who is signed in, too.
  if (entering.step === 'asking' && isSignedIn && place !== 'reset' && place !== 'from') return <SignedInAlready to={back.to} />;
  const way = {
    typed,
    onType: setTyped,
    back: back.wanted || undefined,
    busy: entering.step === 'entering',
    problem: entering.step === 'asking' ? entering.problem : null,
    enter,
  };
  if (place === 'from') {
    const signInFirst = (provider: string, email: string) => {
      wait(provider);
      setTyped({ ...NOTHING_TYPED, email });
      shell.navigate(paths.login({ back: back.wanted }));
    };
    const toSecurity = () => shell.navigate(paths.account({ part: 'security' }), { replace: true });
    return <FromProvider provider={step} search={shell.search} onLinkNeeded={signInFirst} onLinked={toSecurity} {...way} />;
  }
  if (place === 'code' || place === 'reset') {
    const purpose = place === 'code' ? 'log-in' : 'reset';
    return <CodeEntry key={purpose} purpose={purpose} sent={step === 'sent'} navigate={shell.navigate} {...way} />;
  }
  if (place === 'second-factor') return <SecondFactor key={step} recovery={step === 'recovery'} {...way} />;
  if (place === 'new') return <NewAccount sent={step === 'sent'} navigate={shell.navigate} {...way} />;
  return <PasswordEntry waiting={waiting} {...way} />;
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
