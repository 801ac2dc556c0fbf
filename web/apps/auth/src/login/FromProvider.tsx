import { isApiError, paths, toMessage, useIdentity } from '@souk/api';
import type { BroughtBack } from '@souk/api/types/user';
import { useReturnFromProviderMutation, useReturnToLinkMutation } from '@souk/api/user';
import { keptWayBack } from '@souk/api/way-back';
import { ButtonLink, ErrorNote } from '@souk/ui';
import { useEffect, useState } from 'react';
import { t } from '../messages';
import type { WayIn } from './fields';
import { Frame } from './Frame';

type FromProviderProps = Pick<WayIn, 'back' | 'enter' | 'problem'> & {
  provider: string;
  search: string;
  onLinkNeeded: (provider: string, email: string) => void;
  onLinked: () => void;
};

/** Where a provider sends the browser back to: in, or to the account that it shall open from now on. */
export function FromProvider({ provider, search, back, enter, problem, onLinkNeeded, onLinked }: FromProviderProps) {
  const [comeIn] = useReturnFromProviderMutation();
  const [link, linking] = useReturnToLinkMutation();
  const [wasSignedIn] = useState(useIdentity() === 'signed-in');
  const [brought] = useState(() => broughtBack(search));
  const refusal = problem ?? (isApiError(linking.error) ? linking.error : null);

  useEffect(() => {
    const { login } = keptWayBack();
    if (login !== paths.login()) location.replace(`${login}/from/${encodeURIComponent(provider)}${search}`);
    else if (brought && wasSignedIn) void link({ provider, ...brought }).then(({ error }) => (error ? undefined : onLinked()));
    else if (brought) void enter(() => comeIn({ provider, ...brought }));
  }, []); // eslint-disable-line react-hooks/exhaustive-deps -- what was brought back is good once
  useEffect(() => {
    const { shown_as, email } = problem?.code === 'login-link-needed' ? problem.facts : {};
    if (typeof shown_as === 'string' && typeof email === 'string') onLinkNeeded(shown_as, email);
  }, [problem]); // eslint-disable-line react-hooks/exhaustive-deps -- told once for each refusal

  if (brought && !refusal) return <Frame title={t('coming-back')} lead={t('coming-back-lead')}>{null}</Frame>;
  const isCancelled = new URLSearchParams(search).get('error') === 'access_denied';
  const said = refusal ? toMessage(refusal) : { cause: t(isCancelled ? 'provider-cancelled' : 'provider-failed'), fix: t('provider-fix') };
  return (
    <Frame title={t('not-signed-in')}>
      <ErrorNote {...said} />
      <ButtonLink look="primary" size="large" wide href={wasSignedIn ? paths.account({ part: 'security' }) : paths.login({ back })}>
        {t(wasSignedIn ? 'to-security' : 'start-again')}
      </ButtonLink>
    </Frame>
  );
}

/** What a provider writes about an error is not shown: anybody can write it into a link. */
function broughtBack(search: string): BroughtBack | null {
  const said = new URLSearchParams(search);
  const [code, state] = [said.get('code'), said.get('state')];
  return code && state ? { code, state, iss: said.get('iss') } : null;
}
