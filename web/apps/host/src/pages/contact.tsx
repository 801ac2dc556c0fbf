import { paths } from '@souk/api/paths';
import { publicPage } from '@souk/shell';
import { InfoPage } from '../info/InfoPage';

export default function ContactPage() {
  return <InfoPage about="contact" path={paths.contact()} />;
}

export const getServerSideProps = publicPage(async () => ({ props: {} }));
