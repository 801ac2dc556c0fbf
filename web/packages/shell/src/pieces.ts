import { toast } from '@souk/store/signals';
import { useEffect } from 'react';
import { t } from './messages';

/** Alt+B outlines every piece of the page with its MFE, team and version. */
export function usePieceOutlines(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!event.altKey || event.code !== 'KeyB' || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const shown = document.documentElement.toggleAttribute('data-show-pieces');
      toast(t(shown ? 'pieces-on' : 'pieces-off'));
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
