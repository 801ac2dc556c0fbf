import { useRef } from 'react';
import css from './Picture.module.css';
import { classes } from './classes';

export interface ImageLike {
  url: string;
  alt: string;
  width: number;
  height: number;
  color: string;
  srcset: readonly { url: string; width: number }[];
}

interface PictureProps {
  image: ImageLike | null;
  /** How wide it is shown, as in HTML's `sizes`. */
  sizes: string;
  /** Overrides the image's own text; '' when the words beside it say the same. */
  alt?: string;
  /** The picture that the first screen is about. */
  first?: boolean;
  className?: string;
}

/** A 4:5 frame in the picture's main colour; the frame keeps the place, so nothing jumps. */
export function Picture({ image, sizes, alt, first = false, className }: PictureProps) {
  if (!image) return <span className={classes(css['frame'], css['empty'], className)} aria-hidden="true" />;
  return (
    <span className={classes(css['frame'], className)}>
      <Backdrop color={image.color} />
      <img
        className={css['image']}
        src={image.url}
        srcSet={image.srcset.map((one) => `${one.url} ${one.width}w`).join(', ') || undefined}
        sizes={sizes}
        alt={alt ?? image.alt}
        width={image.width}
        height={image.height}
        loading={first ? 'eager' : 'lazy'}
        fetchPriority={first ? 'high' : 'auto'}
        decoding="async"
      />
    </span>
  );
}

/** The CSP forbids inline styles, so the colour is an SVG attribute. */
function Backdrop({ color }: { color: string }) {
  return (
    <svg className={css['backdrop']} viewBox="0 0 4 5" preserveAspectRatio="none" aria-hidden="true">
      <rect width="4" height="5" fill={color} />
    </svg>
  );
}

/**
 * Names a clicked card's picture so that it grows into the next page's one (cross-document view transition).
 * Spread what it returns on the card's link: `<a {...useGrowingPicture()} href=…>`.
 */
export function useGrowingPicture() {
  const link = useRef<HTMLAnchorElement>(null);
  const onClick = () => {
    const picture = (link.current?.closest('article') ?? link.current)?.querySelector('img');
    if (picture) picture.style.viewTransitionName = 'product-picture';
  };
  return { ref: link, onClick };
}
