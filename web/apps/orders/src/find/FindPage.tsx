import { isApiError, paths } from '@souk/api';
import { useAskLookupMutation, useOpenLookupMutation } from '@souk/api/order';
import { pageTitle } from '@souk/api/page-title';
import type { PageProps } from '@souk/federation';
import { Card } from '@souk/ui';
import { useState } from 'react';
import { keepOrderToken } from '../detail/order-token';
import { t } from '../messages';
import { AskForm } from './AskForm';
import css from './FindPage.module.css';
import { NOTHING_TYPED } from './typed';
import { TypeCodeForm } from './TypeCodeForm';

/** A guest who has lost the link of an order finds it by its number and e-mail address. */
export function FindPage({ sent, navigate }: { sent: boolean; navigate: PageProps['shell']['navigate'] }) {
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const [ask, asking] = useAskLookupMutation();
  const [open, opening] = useOpenLookupMutation();
  const send = async () => {
    const { error } = await ask({ number: typed.number.trim(), email: typed.email.trim() });
    if (!error) navigate(paths.findOrder({ sent: true }));
  };
  const enter = async () => {
    const { data } = await open({ code: typed.code });
    if (!data?.link_token) return;
    keepOrderToken(data.id, data.link_token);
    navigate(paths.order(data));
  };
  const title = t(sent ? 'find-sent-title' : 'find-title');
  const form = { typed, onType: setTyped };

  return (
    <div className={css['page']}>
      <title>{pageTitle(title)}</title>
      <h1>{title}</h1>
      <p className={css['lead']}>{t(sent ? 'find-sent' : 'find-lead')}</p>
      <Card className={css['card']}>
        {sent ? (
          <TypeCodeForm {...form} busy={opening.isLoading} problem={problemOf(opening.error)} onEnter={() => void enter()} />
        ) : (
          <AskForm {...form} busy={asking.isLoading} problem={problemOf(asking.error)} onAsk={() => void send()} />
        )}
        <p className={css['ways']}>
          {sent && <a href={paths.findOrder()}>{t('find-again')}</a>}
          <a href={paths.login({ back: paths.orders() })}>{t('find-sign-in')}</a>
        </p>
      </Card>
    </div>
  );
}

const problemOf = (error: unknown) => (isApiError(error) ? error : null);
