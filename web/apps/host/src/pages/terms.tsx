import { paths } from '@souk/api/paths';
import { publicPage } from '@souk/shell';
import { InfoPage } from '../info/InfoPage';

export default function TermsPage() {
  return <InfoPage about="terms" path={paths.terms()} />;
}

export const getServerSideProps = publicPage(async () => ({ props: {} }));
