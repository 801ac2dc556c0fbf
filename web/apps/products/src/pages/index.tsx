import { publicPage } from '@souk/shell';
import { ListingPage } from '../listing/ListingPage';
import { loadListing } from '../listing/load';
import { NoListing } from '../listing/NoListing';
import { readQuery } from '../listing/query';
import { shown, type ShownListing } from '../listing/shown';

type Props = ShownListing | { wrong: 'category' | 'address' };

export default function ProductsPage(props: Props) {
  return 'wrong' in props ? <NoListing wrong={props.wrong} /> : <ListingPage {...props} />;
}

export const getServerSideProps = publicPage<Props>(async ({ query }) => {
  const loaded = await loadListing(readQuery(query));
  if ('wrong' in loaded) return { props: loaded, status: loaded.wrong === 'category' ? 404 : 400 };
  return { props: shown(loaded.listing), incomplete: loaded.incomplete };
}, { page: ProductsPage });
