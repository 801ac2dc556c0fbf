import { paths } from '@souk/api/paths';
import { currency, shopName } from '@souk/api/system';
import { Remote } from '@souk/federation';
import { PageHead, publicPage, Still, unsent, type Unsent } from '@souk/shell';
import { Blocks, type ShownBlock } from '@souk/blocks';
import css from '../home/Home.module.css';
import { loadHome } from '../home/load';
import { RecentlyViewedSlot } from '../home/RecentlyViewedSlot';

interface Props {
  title: string;
  description: string;
  blocks: Unsent<ShownBlock[]>;
}

export default function HomePage({ title, description, blocks }: Props) {
  return (
    <div className={css['page']}>
      <PageHead title={title} description={description} path={paths.home()} jsonLd={() => ({ ...shopData, description })} />
      <Still of={blocks} className={css['page']}>
        {(shown) => <Blocks blocks={shown} />}
      </Still>
      <RecentlyViewedSlot />
      <Remote id="products/PopularNow" props={{}} near fallback={() => null} />
      <Remote id="account/Hearts" props={{}} near="[data-product]" fallback={() => null} />
    </div>
  );
}

const shopData = {
  '@context': 'https://schema.org',
  '@type': 'OnlineStore',
  name: shopName,
  currenciesAccepted: currency,
};

export const getServerSideProps = publicPage<Props>(async ({ query }) => {
  const { home, incomplete } = await loadHome(String(query['preview'] ?? ''));
  return { props: { ...home, blocks: unsent(home.blocks) }, incomplete };
}, { page: HomePage });
