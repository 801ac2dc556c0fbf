import { inLanguage, langOfShop } from '@souk/api/language';
import type { BlockOf } from '@souk/api/types/content';
import { ButtonLink } from '@souk/ui';
import css from './Hero.module.css';
import { MarketDrawing } from './MarketDrawing';

/** One promise, one action; on a page that has its heading here. */
export function Hero({ eyebrow, title, text, action }: BlockOf<'hero'>) {
  return (
    <section className={css['hero']} lang={langOfShop()}>
      <div className={css['words']}>
        {eyebrow && <p className={css['eyebrow']}>{eyebrow}</p>}
        <h1 className={css['promise']}>{title}</h1>
        <p className={css['text']}>{text}</p>
        <div>
          <ButtonLink look="primary" size="large" href={inLanguage(action.href)}>
            {action.label}
          </ButtonLink>
        </div>
      </div>
      <MarketDrawing className={css['drawing']} />
    </section>
  );
}
