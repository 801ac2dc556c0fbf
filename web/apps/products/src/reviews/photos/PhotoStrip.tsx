import type { Review } from '@souk/api/types/reviews';
import { Picture } from '@souk/ui';
import { lazy, Suspense, useState, type MouseEvent } from 'react';
import { t } from '../messages';
import css from './PhotoStrip.module.css';

// Most shoppers never enlarge one.
const PhotoViewer = lazy(() => import('./PhotoViewer').then(({ PhotoViewer: Piece }) => ({ default: Piece })));

/** A buyer's photos, small; each enlarged over the page, and without JavaScript a link to its file. */
export function PhotoStrip({ photos, author }: { photos: Review['photos']; author: string }) {
  const [shown, setShown] = useState<number | null>(null);
  const [asked, setAsked] = useState(false);
  if (photos.length === 0) return null;
  const enlarge = (event: MouseEvent, at: number) => {
    if (event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    setAsked(true);
    setShown(at);
  };
  return (
    <>
      <ul className={css['strip']} aria-label={t('photos-by', { name: author })}>
        {photos.map((photo, at) => (
          <li key={photo.id}>
            <a
              href={photo.url}
              className={css['small']}
              aria-label={photo.alt || t('photo-nth', { number: at + 1, all: photos.length })}
              onClick={(event) => enlarge(event, at)}
            >
              <Picture image={photo} sizes="72px" alt="" />
            </a>
          </li>
        ))}
      </ul>
      {asked && (
        <Suspense fallback={null}>
          <PhotoViewer photos={photos} author={author} shown={shown} onShow={setShown} />
        </Suspense>
      )}
    </>
  );
}
