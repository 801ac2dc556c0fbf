import { useCallback } from 'react';
import { t } from '../messages';
import { ChosenProducts } from './ChosenProducts';

/** What others bought with it. */
export function BoughtTogether({ handle }: { handle: string }) {
  const choose = useCallback(async () => {
    const { boughtTogether } = await import('@souk/api/activity');
    return (await boughtTogether([handle])).handles;
  }, [handle]);
  return <ChosenProducts title={t('bought-together')} choose={choose} />;
}
