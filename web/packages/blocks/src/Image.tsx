import type { BlockOf, PictureView } from '@souk/api/types/content';
import css from './Image.module.css';

const SIZES = '(max-width: 720px) 94vw, 680px';

/** A picture in its own proportions; its place is kept while it loads. */
export function Image({ picture, caption }: BlockOf<'image'> & { picture: PictureView | null }) {
  if (!picture) return null;
  return (
    <figure className={css['figure']}>
      <picture>
        <source type="image/avif" srcSet={listed(picture.avif)} sizes={SIZES} />
        <img
          className={css['image']}
          src={picture.url}
          srcSet={listed(picture.srcset)}
          sizes={SIZES}
          width={picture.width}
          height={picture.height}
          alt={picture.alt}
          loading="lazy"
          decoding="async"
        />
      </picture>
      {caption && <figcaption className={css['caption']}>{caption}</figcaption>}
    </figure>
  );
}

function listed(sources: PictureView['srcset']): string {
  return sources.map(({ url, width }) => `${url} ${width}w`).join(', ');
}
