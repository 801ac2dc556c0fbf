import { publicPage } from '@souk/shell';
import { ListingPage } from '../listing/ListingPage';
import { loadListing, type Listing } from '../listing/load';
import { readQuery } from '../listing/query';

export default function ProductsPage({ listing }: { listing: Listing }) {
  return <ListingPage listing={listing} />;
}

export const getServerSideProps = publicPage<{ listing: Listing }>(async ({ query }) => {
  const loaded = await loadListing(readQuery(query));
  if (!loaded.found) return { notFound: true };
  return { props: { listing: loaded.listing }, incomplete: loaded.incomplete };
});
