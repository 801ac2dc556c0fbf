import { PageHead, publicPage } from '@souk/shell';

export default function Listing() {
  return (
    <>
      <PageHead title="All products" description="Everything in the shop." path="/products" />
      <h1>All products</h1>
    </>
  );
}

export const getServerSideProps = publicPage(async () => ({ props: {} }));
