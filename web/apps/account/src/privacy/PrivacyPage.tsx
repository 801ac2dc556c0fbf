import { paths } from '@souk/api';
import type { PageProps } from '@souk/federation';
import { AccountFrame } from '../frame/AccountFrame';
import { t } from '../messages';
import { ConsentCard } from './ConsentCard';
import { DeletionCard } from './DeletionCard';
import { ExportCard } from './ExportCard';

export function PrivacyPage({ navigate }: { navigate: PageProps['shell']['navigate'] }) {
  return (
    <AccountFrame part="privacy" title={t('privacy')} lead={t('privacy-lead')}>
      <ExportCard />
      <ConsentCard />
      <DeletionCard onSent={() => navigate(paths.account({ part: 'privacy/sent' }))} />
    </AccountFrame>
  );
}
