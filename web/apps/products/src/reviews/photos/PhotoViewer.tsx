import type { Review } from '@souk/api/types/reviews';
import { Button, Dialog } from '@souk/ui';
import type { KeyboardEvent } from 'react';
import { t } from '../messages';
import css from './PhotoViewer.module.css';

interface PhotoViewerProps {
  photos: Review['photos'];
  author: string;
  /** null: closed. */
  shown: number | null;
  onShow: (at: number | null) => void;
}

/** One photo as large as it fits, with a way to its neighbours: buttons, or the arrow keys. */
export function PhotoViewer({ photos, author, shown, onShow }: PhotoViewerProps) {
  const photo = photos[shown ?? -1];
  const go = (by: number) => shown !== null && photos[shown + by] && onShow(shown + by);
  const onKey = ({ key, currentTarget }: KeyboardEvent) => {
    const forward = getComputedStyle(currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    if (key === 'ArrowLeft' || key === 'ArrowRight') go(key === forward ? 1 : -1);
  };
  return (
    <Dialog
      open={photo !== undefined}
      onClose={() => onShow(null)}
      title={t('photos-by', { name: author })}
      footer={
        photos.length > 1 && (
          // The keys are those of the buttons in it.
          // eslint-disable-next-line jsx-a11y/no-static-element-interactions
          <div className={css['ways']} onKeyDown={onKey}>
            <Button aria-disabled={shown === 0} onClick={() => go(-1)}>
              {t('photo-before')}
            </Button>
            <span role="status">{shown !== null && t('photo-nth', { number: shown + 1, all: photos.length })}</span>
            <Button aria-disabled={shown === photos.length - 1} onClick={() => go(1)}>
              {t('photo-next')}
            </Button>
          </div>
        )
      }
    >
      {photo && (
        <figure className={css['figure']}>
          <img
            key={photo.id}
            className={css['photo']}
            src={photo.url}
            srcSet={photo.srcset.map(({ url, width }) => `${url} ${width}w`).join(', ')}
            sizes="(width < 640px) 90vw, 512px"
            width={photo.width}
            height={photo.height}
            alt={photo.alt || t('photos-by', { name: author })}
          />
          {photo.alt && <figcaption>{photo.alt}</figcaption>}
        </figure>
      )}
    </Dialog>
  );
}
