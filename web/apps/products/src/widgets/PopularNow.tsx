import { lazy, Suspense } from 'react';
import { t } from '../messages';

// Below everything else of a page: its tiles come after what is above them.
const ChosenProducts = lazy(() => import('./ChosenProducts').then(({ ChosenProducts: Row }) => ({ default: Row })));

/** What is looked at and bought now; the same for everybody. */
export function PopularNow() {
  return (
    <Suspense fallback={null}>
      <ChosenProducts title={t('popular')} choose={choose} />
    </Suspense>
  );
}

async function choose(): Promise<readonly string[]> {
  const { popular } = await import('@souk/api/activity');
  return (await popular()).handles;
}
