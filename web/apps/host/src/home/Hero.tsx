import { paths } from '@souk/api/paths';
import { ButtonLink } from '@souk/ui';
import { t } from '../messages/en-IN';
import css from './Hero.module.css';
import { MarketDrawing } from './MarketDrawing';

/** One promise, one action. */
export function Hero() {
  return (
    <section className={css['hero']}>
      <div className={css['words']}>
        <p className={css['eyebrow']}>{t('hero-eyebrow')}</p>
        <h1 className={css['promise']}>{t('hero-promise')}</h1>
        <p className={css['text']}>{t('hero-text')}</p>
        <div>
          <ButtonLink look="primary" size="large" href={paths.products({ sort: 'newest' })}>
            {t('hero-action')}
          </ButtonLink>
        </div>
      </div>
      <MarketDrawing className={css['drawing']} />
    </section>
  );
}
