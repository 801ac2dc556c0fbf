import { useEffect } from 'react';

const GROWS = 'growing-picture'; // in @souk/ui's styles: a CSS module would rename the transition's name

/** Marks a clicked card's picture, so that it grows into the next page's one (cross-document view transition). */
export function useGrowingPictures(): void {
  useEffect(() => {
    const onClick = ({ target }: MouseEvent) => {
      const card = target instanceof Element ? target.closest('a')?.closest('li') : null;
      const picture = card?.querySelector('img');
      if (!picture) return;
      // The name must be one element's alone: the browser skips a transition that finds it twice.
      for (const earlier of document.querySelectorAll(`.${GROWS}`)) earlier.classList.remove(GROWS);
      picture.classList.add(GROWS);
    };
    document.addEventListener('click', onClick);
    return () => document.removeEventListener('click', onClick);
  }, []);
}
