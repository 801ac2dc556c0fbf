import { langOfShop } from '@souk/api/language';
import type { BlockOf, PictureView } from '@souk/api/types/content';
import { SizedPicture } from '@souk/ui';
import css from './Image.module.css';

const SIZES = '(max-width: 720px) 94vw, 680px';

/** A picture in its own proportions; its place is kept while it loads. */
export function Image({ picture, caption }: BlockOf<'image'> & { picture: PictureView | null }) {
  if (!picture) return null;
  return (
    <figure className={css['figure']} lang={langOfShop()}>
      <SizedPicture picture={picture} sizes={SIZES} className={css['image']} />
      {caption && <figcaption className={css['caption']}>{caption}</figcaption>}
    </figure>
  );
}
