import { useEffect } from 'react';

/** Names a clicked card's picture, so that it grows into the next page's one (cross-document view transition). */
export function useGrowingPictures(): void {
  useEffect(() => {
    const onClick = ({ target }: MouseEvent) => {
      const card = target instanceof Element ? target.closest('a')?.closest('li') : null;
      const picture = card?.querySelector('img');
      if (picture) picture.style.viewTransitionName = 'product-picture';
    };
    document.addEventListener('click', onClick);
    return () => document.removeEventListener('click', onClick);
  }, []);
}
