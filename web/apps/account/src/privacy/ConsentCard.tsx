import { browserRefuses, chooseConsent, consent } from '@souk/store/consent';
import { on } from '@souk/store/signals';
import { Button, Card } from '@souk/ui';
import { useSyncExternalStore } from 'react';
import css from '../frame/Form.module.css';
import { t } from '../messages';
import own from '../security/SecurityPage.module.css';

/** The same question as the card beside the page asks; an answer given there shows here. */
export function ConsentCard() {
  const now = useSyncExternalStore((changed) => on('shell:consent-chosen', changed), consent, () => 'open' as const);
  const refused = browserRefuses();
  return (
    <Card className={own['card']}>
      <h2>{t('consent')}</h2>
      <p className={own['hint']}>{t(refused ? 'consent-by-browser' : 'consent-text')}</p>
      {!refused && (
        <>
          <p role="status">{t(`consent-${now}`)}</p>
          <div className={css['actions']}>
            <Button onClick={() => chooseConsent('refused')}>{t('consent-no')}</Button>
            <Button onClick={() => chooseConsent('given')}>{t('consent-yes')}</Button>
          </div>
        </>
      )}
    </Card>
  );
}
