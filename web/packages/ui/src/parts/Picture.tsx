import type { ReactNode } from 'react';
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
  /** What lies on it, such as a badge. */
  children?: ReactNode;
}

/** A 4:5 frame in the picture's main colour; the frame keeps the place, so nothing jumps. */
export function Picture({ image, sizes, alt, first = false, className, children }: PictureProps) {
  if (!image) {
    return (
      <span className={classes(css['frame'], className)} aria-hidden={children ? undefined : true}>
        {children}
      </span>
    );
  }
  return (
    <span className={classes(css['frame'], className)}>
      {/* The CSP forbids inline styles, so the colour is an SVG attribute. */}
      <svg color={image.color} aria-hidden="true" />
      <img
        src={image.url}
        srcSet={image.srcset.map((one) => `${one.url} ${one.width}w`).join(', ') || undefined}
        sizes={sizes}
        alt={alt ?? image.alt}
        loading={first ? 'eager' : 'lazy'}
        fetchPriority={first ? 'high' : undefined}
        decoding={first ? 'sync' : undefined} // in the very frame that it has come for
      />
      {children}
    </span>
  );
}
