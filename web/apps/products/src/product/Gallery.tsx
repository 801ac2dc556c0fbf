import type { Image } from '@souk/api/types/product';
import { classes, Picture } from '@souk/ui';
import type { MouseEvent } from 'react';
import { t } from '../messages';
import css from './Gallery.module.css';

interface GalleryProps {
  images: readonly Image[];
  shown: number;
  onShow: (at: number) => void;
}

const SIZES = '(width < 800px) 92vw, 560px';

/** One large picture; the small ones are links to their files, so they work without JavaScript too. */
export function Gallery({ images, shown, onShow }: GalleryProps) {
  const image = images[shown] ?? images[0] ?? null;
  const show = (at: number) => (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    onShow(at);
  };
  return (
    <section aria-label={t('gallery')} className={css['gallery']}>
      <Picture key={image?.url} image={image} sizes={SIZES} first className={classes(css['large'], 'growing-picture')} />
      {images.length > 1 && (
        <ul className={css['row']}>
          {images.map((one, at) => (
            <li key={one.url}>
              <a
                href={one.url}
                className={classes(css['small'], at === shown && css['shown'])}
                aria-label={t('show-picture', { number: at + 1, all: images.length })}
                aria-current={at === shown ? 'true' : undefined}
                onClick={show(at)}
              >
                <Picture image={one} sizes="72px" alt="" />
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
