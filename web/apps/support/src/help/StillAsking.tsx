import { paths } from '@souk/api';
import { ButtonLink } from '@souk/ui';
import { t } from '../messages';
import page from '../page.module.css';
import css from './StillAsking.module.css';

/** The way from reading to asking. */
export function StillAsking({ look = 'primary' }: { look?: 'primary' | 'secondary' }) {
  return (
    <section className={css['band']} aria-labelledby="still-asking">
      <div>
        <h2 id="still-asking">{t('band-title')}</h2>
        <p className={page['hint']}>{t('band-text')}</p>
      </div>
      <div className={page['links']}>
        <ButtonLink look={look} href={paths.ask()}>
          {t('ask')}
        </ButtonLink>
        <ButtonLink href={paths.tickets()}>{t('your-questions')}</ButtonLink>
      </div>
    </section>
  );
}
