import type { ImageLike } from '@souk/ui';

/** A line keeps the picture as the catalogue described it when the order was placed. */
export function pictureOf(image: Readonly<Record<string, unknown>> | null | undefined): ImageLike | null {
  const url = image?.['url'];
  if (!image || typeof url !== 'string' || url === '') return null;
  return {
    url,
    alt: text(image['alt'], ''),
    width: size(image['width'], 800),
    height: size(image['height'], 1000),
    color: text(image['color'], '#e6ddd0'),
    srcset: Array.isArray(image['srcset']) ? image['srcset'].filter(isRendition) : [],
  };
}

function isRendition(value: unknown): value is ImageLike['srcset'][number] {
  if (typeof value !== 'object' || value === null) return false;
  const { url, width } = value as Partial<Record<'url' | 'width', unknown>>;
  return typeof url === 'string' && typeof width === 'number';
}

function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

function size(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value > 0 ? value : otherwise;
}
