import { paths } from '@souk/api/paths';
import { currency, shopName } from '@souk/api/system';
import { PageHead, publicPage, Still, unsent, type Unsent } from '@souk/shell';
import { CategoryTiles } from '../home/CategoryTiles';
import { DeliveryBand } from '../home/DeliveryBand';
import { Hero } from '../home/Hero';
import css from '../home/Home.module.css';
import { loadHome, type HomeContent } from '../home/load';
import { ProductRow } from '../home/ProductRow';
import { RecentlyViewedSlot } from '../home/RecentlyViewedSlot';
import { t } from '../messages/en-IN';

export default function HomePage({ home }: { home: Unsent<HomeContent> }) {
  return (
    <div className={css['page']}>
      <PageHead title={t('home-title', { shop: shopName })} description={t('home-description')} path={paths.home()} jsonLd={shopData} />
      <Still of={home} className={css['page']}>
        {({ categories, featured, newest }) => (
          <>
            <Hero />
            <CategoryTiles categories={categories} />
            <ProductRow id="featured" title={t('featured-title')} allHref={paths.products({ tag: 'featured' })} products={featured} />
            <DeliveryBand />
            <ProductRow id="newest" title={t('new-title')} allHref={paths.products({ sort: 'newest' })} products={newest} />
          </>
        )}
      </Still>
      <RecentlyViewedSlot />
    </div>
  );
}

const shopData = {
  '@context': 'https://schema.org',
  '@type': 'OnlineStore',
  name: shopName,
  description: t('home-description'),
  currenciesAccepted: currency,
};

export const getServerSideProps = publicPage(async () => {
  const { home, incomplete } = await loadHome();
  return { props: { home: unsent(home) }, incomplete };
});
