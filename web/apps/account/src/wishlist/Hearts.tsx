import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Exposed } from '../exposes';
import { Heart } from './Heart';
import { useWishes, type Wishable } from './use-wishes';

/** A heart on each product tile of the page, which was rendered for everybody and knows nothing of wishes. */
export function Hearts(_props: Exposed['Hearts']) {
  const { isWished, toggle } = useWishes();
  return useTiles().map((tile, at) => {
    const product = productOf(tile);
    const heart = <Heart title={product.title} wished={isWished(product.productId)} onToggle={() => void toggle(product)} />;
    return createPortal(heart, tile, String(at)); // one product may stand in two rows
  });
}

/** Also those that come later: some rows are loaded when they are nearly seen. Who is known keeps its place, and so its heart. */
function useTiles(): readonly HTMLElement[] {
  const [tiles, setTiles] = useState<readonly HTMLElement[]>([]);
  useEffect(() => {
    const look = () =>
      setTiles((known) => {
        const found = [...document.querySelectorAll<HTMLElement>('[data-product]')];
        const fresh = found.filter((tile) => !known.includes(tile));
        return fresh.length > 0 || found.length < known.length ? [...known.filter((tile) => tile.isConnected), ...fresh] : known;
      });
    look();
    const watching = new MutationObserver(look);
    watching.observe(document.body, { childList: true, subtree: true });
    return () => watching.disconnect();
  }, []);
  return tiles;
}

function productOf(tile: HTMLElement): Wishable {
  const { product = '', handle = '' } = tile.dataset;
  return { productId: product, handle, title: tile.querySelector('a')?.textContent.trim() ?? handle };
}
