import { langOfShop } from '@souk/api/language';
import { paths } from '@souk/api/paths';
import type { ProductCard } from '@souk/api/types/product';
import type { ProductReviews } from '@souk/api/types/reviews';
import { Remote } from '@souk/federation';
import { PageHead, Still, type PageShell, type Unsent } from '@souk/shell';
import { rememberViewed } from '@souk/store/recently-viewed';
import { Breadcrumbs, classes, ProductTile, type Crumb } from '@souk/ui';
import { happened, whenShown } from '@souk/store/happened';
import { useEffect, useState } from 'react';
import { t } from '../messages';
import { Reviews } from '../reviews/Reviews';
import { BuyBar } from './BuyBar';
import { useChoice } from './choice';
import { DeliveryCheck } from './DeliveryCheck';
import { Gallery } from './Gallery';
import { Options } from './Options';
import { ProductName } from './ProductName';
import css from './ProductPage.module.css';
import type { AboutProduct, ShownProduct } from './shown';
import { SizeGuide } from './SizeGuide';
import { productData } from './structured-data';
import { pictureOf } from './variants';

interface ProductPageProps {
  product: ShownProduct;
  about: Unsent<AboutProduct>;
  related: Unsent<readonly ProductCard[]>;
  together: Unsent<readonly ProductCard[]>;
  /** null: they could not be loaded. */
  reviews: ProductReviews | null;
  shell: PageShell;
}

export function ProductPage({ product, about, related, together, reviews, shell }: ProductPageProps) {
  const [choice, setChoice] = useChoice(product);
  const [picked, setPicked] = useState<number | null>(null);
  const [asked, setAsked] = useState<{ option: string; words: string } | null>(null);
  useEffect(() => {
    rememberViewed(product);
    whenShown(() => happened({ kind: 'product-viewed', handle: product.handle }));
  }, [product]);
  const choose = (name: string, value: string) => {
    setChoice(name, value);
    setPicked(null);
    setAsked(null);
  };

  return (
    <>
      <PageHead
        title={product.seo.title}
        description={product.seo.description}
        path={paths.product(product)}
        image={product.image?.url ?? null}
        jsonLd={() => productData(product, reviews?.items ?? [], shell.origin)}
      />
      <Breadcrumbs crumbs={crumbsOf(product)} />
      <div className={css['top']}>
        <ProductName product={product} choice={choice} />
        <div className={css['gallery']}>
          <Gallery images={product.images} shown={picked ?? pictureOf(product, choice) ?? 0} onShow={setPicked} />
        </div>
        <Options product={product} choice={choice} onChoose={choose} asked={asked} />
        <SizeGuide product={product} />
        <BuyBar product={product} choice={choice} onAsk={setAsked} />
        <div className={css['further']}>
          <div className={css['wish']}>
            <Remote
              id="account/WishButton"
              props={{ productId: product.id, handle: product.handle, title: product.title }}
              fallback={() => null}
            />
          </div>
          <DeliveryCheck />
        </div>
      </div>
      <Still of={about}>{(known) => <About product={known} />}</Still>
      <Reviews product={product} reviews={reviews} />
      <Still of={together}>{(products) => <Row id="bought-together" products={products} />}</Still>
      <Still of={related}>{(products) => <Row id="related" products={products} />}</Still>
      <Remote id="account/Hearts" props={{}} near="[data-product]" fallback={() => null} />
    </>
  );
}

function About({ product: { description_html, attributes } }: { product: AboutProduct }) {
  return (
    <div className={css['about']}>
      <section aria-labelledby="description">
        <h2 id="description">{t('description')}</h2>
        <div
          className={css['description']}
          lang={langOfShop()}
          // The product service sanitises it before it is kept.
          // eslint-disable-next-line no-restricted-syntax
          dangerouslySetInnerHTML={{ __html: description_html }}
        />
      </section>
      {attributes.length > 0 && (
        <section aria-labelledby="details">
          <h2 id="details">{t('details')}</h2>
          <dl className={css['details']} lang={langOfShop()}>
            {attributes.map(({ name, value }) => (
              <div key={name} className={css['detail']}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </div>
  );
}

function Row({ id, products }: { id: 'bought-together' | 'related'; products: readonly ProductCard[] }) {
  if (products.length === 0) return null;
  return (
    <section aria-labelledby={id} className={css['related']}>
      <h2 id={id}>{t(id)}</h2>
      <ul className={classes(css['row'], 'far-tiles')}>
        {products.map((product) => (
          <ProductTile key={product.id} product={product} href={paths.product(product)} />
        ))}
      </ul>
    </section>
  );
}

function crumbsOf(product: ShownProduct): Crumb[] {
  const lang = langOfShop();
  const above = product.breadcrumbs.map(({ name, slug }) => ({ name, href: paths.category({ slug }), lang }));
  return [{ name: t('home'), href: paths.home() }, ...above, { name: product.title, href: paths.product(product), lang }];
}
