import { publicPage } from '@souk/shell';
import { ListingPage } from '../listing/ListingPage';
import { loadListing, type Listing } from '../listing/load';
import { NoListing } from '../listing/NoListing';
import { readQuery } from '../listing/query';

type Props = { listing: Listing } | { wrong: 'category' | 'address' };

export default function ProductsPage(props: Props) {
  return 'wrong' in props ? <NoListing wrong={props.wrong} /> : <ListingPage listing={props.listing} />;
}

export const getServerSideProps = publicPage<Props>(async ({ query }) => {
  const loaded = await loadListing(readQuery(query));
  if ('wrong' in loaded) return { props: loaded, status: loaded.wrong === 'category' ? 404 : 400 };
  return { props: { listing: loaded.listing }, incomplete: loaded.incomplete };
});
