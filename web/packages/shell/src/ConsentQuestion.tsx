import { paths } from '@souk/api/paths';
import { browserRefuses, chooseConsent, consent } from '@souk/store/consent';
import { Button } from '@souk/ui';
import { useEffect, useRef } from 'react';
import css from './ConsentQuestion.module.css';
import { t } from './messages';

interface ConsentQuestionProps {
  /** Somebody asked for it: the focus goes there, and what was said is shown. */
  wanted: boolean;
  onDone: () => void;
}

/** May visits be counted? A bar below the page that keeps nobody from anything; both answers are alike. */
export function ConsentQuestion({ wanted, onDone }: ConsentQuestionProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (wanted) heading.current?.focus();
  }, [wanted]);
  const choose = (choice: 'given' | 'refused') => {
    chooseConsent(choice);
    onDone();
  };
  const refused = browserRefuses();
  return (
    <section className={css['question']} aria-labelledby="consent-title">
      <div className={css['inside']}>
        <div className={css['words']}>
          <h2 id="consent-title" ref={heading} tabIndex={-1} className={css['title']}>
            {t('consent-title')}
          </h2>
          <p className={css[wanted ? 'said' : 'why']}>{refused ? t('consent-by-browser') : t('consent-text')}</p>
          {wanted && !refused && <p className={css['said']}>{t(`consent-${consent()}`)}</p>}
          <a href={paths.content({ slug: 'privacy' })}>{t('consent-more')}</a>
        </div>
        <div className={css['answers']}>
          {refused ? (
            <Button onClick={onDone}>{t('consent-close')}</Button>
          ) : (
            <>
              <Button onClick={() => choose('refused')}>{t('consent-no')}</Button>
              <Button onClick={() => choose('given')}>{t('consent-yes')}</Button>
            </>
          )}
        </div>
      </div>
    </section>
  );
}
