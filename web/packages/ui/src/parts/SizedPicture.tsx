interface Sized {
  url: string;
  alt: string;
  width: number;
  height: number;
  srcset: readonly Source[];
  avif: readonly Source[];
}

interface Source {
  url: string;
  width: number;
}

interface SizedPictureProps {
  picture: Sized;
  /** How wide it is shown, as in HTML's `sizes`. */
  sizes: string;
  className?: string | undefined;
}

/** A picture in two formats and several widths, of which a browser takes what it needs; its place is kept meanwhile. */
export function SizedPicture({ picture, sizes, className }: SizedPictureProps) {
  return (
    <picture>
      <source type="image/avif" srcSet={listed(picture.avif)} sizes={sizes} />
      <img
        className={className}
        src={picture.url}
        srcSet={listed(picture.srcset)}
        sizes={sizes}
        width={picture.width}
        height={picture.height}
        alt={picture.alt}
        loading="lazy"
        decoding="async"
      />
    </picture>
  );
}

function listed(sources: readonly Source[]): string {
  return sources.map(({ url, width }) => `${url} ${width}w`).join(', ');
}
