import { paths } from '@souk/api/paths';
import { publicPage } from '@souk/shell';
import { InfoPage } from '../info/InfoPage';

export default function PrivacyPage() {
  return <InfoPage about="privacy" path={paths.privacy()} />;
}

export const getServerSideProps = publicPage(async () => ({ props: {} }));
