import { paths } from '@souk/api/paths';
import { publicPage } from '@souk/shell';
import { InfoPage } from '../info/InfoPage';

export default function ReturnsPage() {
  return <InfoPage about="returns" path={paths.returns()} />;
}

export const getServerSideProps = publicPage(async () => ({ props: {} }));
