import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Exposed } from '../exposes';
import { Heart } from './Heart';
import { useWishes, type Wishable } from './use-wishes';

/** A heart on each product tile of the page, which was rendered for everybody and knows nothing of wishes. */
export function Hearts(_props: Exposed['Hearts']) {
  const { isWished, toggle } = useWishes();
  const [tiles, setTiles] = useState<readonly HTMLElement[]>([]);
  useEffect(() => setTiles([...document.querySelectorAll<HTMLElement>('[data-product]')]), []);
  return tiles.map((tile, at) => {
    const product = productOf(tile);
    const heart = <Heart title={product.title} wished={isWished(product.productId)} onToggle={() => void toggle(product)} />;
    return createPortal(heart, tile, String(at)); // one product may stand in two rows
  });
}

function productOf(tile: HTMLElement): Wishable {
  const { product = '', handle = '' } = tile.dataset;
  return { productId: product, handle, title: tile.querySelector('a')?.textContent.trim() ?? handle };
}
