import { inLanguage, langOfShop } from '@souk/api/language';
import type { ComponentProps } from 'react';
import css from './BannerNote.module.css';
import { ButtonLink } from './Button';
import { classes } from './classes';
import { SizedPicture } from './SizedPicture';

const SIZES = '(width < 640px) 94vw, 320px';

/** What it needs of content's banner. */
export interface BannerLike {
  id: string;
  title: string;
  text: string | null;
  action: { label: string; href: string } | null;
  tone: 'calm' | 'warm' | 'bold';
  audience: 'everyone' | 'guests' | 'signed-in';
  picture?: ComponentProps<typeof SizedPicture>['picture'] | null;
}

/** A slot's banners: who sees which is settled in the browser before the first paint, so the page is the same for all. */
export function BannerNote({ banners }: { banners: readonly BannerLike[] }) {
  return banners.map(({ id, title, text, action, tone, audience, picture }, at) => (
    <aside key={id} lang={langOfShop()} aria-label={title} className={classes(css['banner'], css[tone], picture && css['pictured'], css[audienceOf(audience, banners, at)])}>
      {picture && <SizedPicture picture={picture} sizes={SIZES} className={css['picture']} />}
      <div className={css['words']}>
        <p className={css['title']}>{title}</p>
        {text && <p>{text}</p>}
      </div>
      {action && (
        <ButtonLink href={inLanguage(action.href)} className={css['action']}>
          {action.label}
        </ButtonLink>
      )}
    </aside>
  ));
}

/** One for everybody that comes second is for those whom the first is not for. */
function audienceOf(audience: BannerLike['audience'], banners: readonly BannerLike[], at: number) {
  if (audience !== 'everyone' || banners.length === 1) return audience;
  return banners[1 - at]?.audience === 'guests' ? 'signed-in' : 'guests';
}
