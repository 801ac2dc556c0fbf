import { langOfShop } from '@souk/api/language';
import { paths } from '@souk/api/paths';
import { shopName } from '@souk/api/system';
import type { ProductList } from '@souk/api/types/product';
import { Remote } from '@souk/federation';
import { PageHead, Still } from '@souk/shell';
import { happened, whenShown, type Happened } from '@souk/store/happened';
import { Breadcrumbs, ButtonLink, classes, EmptyState, ErrorNote, ProductTile, type Crumb } from '@souk/ui';
import { useEffect } from 'react';
import { t } from '../messages';
import { Chips } from './Chips';
import { Facets } from './Facets';
import css from './ListingPage.module.css';
import type { Listing } from './load';
import { categoryName, chips } from './names';
import { Pager } from './Pager';
import { chosenValues, isNarrowed, linkTo, type ListingQuery } from './query';
import { useKeptScroll } from './scroll';
import type { ShownListing } from './shown';
import { SortForm } from './SortForm';

const FIRST_SCREEN = 4;

/** A category, a search's results, or everything: the same page. */
export function ListingPage({ query, title, isEmpty, total, filters, listing }: ShownListing) {
  useKeptScroll();
  useEffect(() => whenShown(() => happened(lookedThrough(query, total))), [query, total]);
  return (
    <>
      <PageHead
        title={title}
        description={t('listing-description', { what: title, shop: shopName })}
        path={query.category === null ? paths.products() : paths.category({ slug: query.category })}
        noindex={isNarrowed(query)}
      />
      <Still of={listing}>{(known) => <Head listing={known} title={title} />}</Still>
      <div className={css['layout']}>
        <Facets query={query} groups={filters} links={listing && (filters ?? undefined)} />
        <section className={css['results']} aria-label={title}>
          <div className={css['bar']}>
            <Still of={listing}>{(known) => <Count listing={known} />}</Still>
            {!isEmpty && <SortForm query={query} />}
          </div>
          <Still of={listing} className={css['results']}>
            {({ counts, list }) => (
              <>
                <Chips query={query} chips={chips(query, counts)} />
                <Results query={query} list={list} />
              </>
            )}
          </Still>
          <div className={css['banner']}>
            <Remote id="content/Banner" props={{ slot: 'listing' }} near fallback={() => null} />
          </div>
          <Remote id="account/Hearts" props={{}} fallback={() => null} />
        </section>
      </div>
    </>
  );
}

function lookedThrough({ q, category }: ListingQuery, results: number): Happened {
  return q === null ? { kind: 'listing-viewed', category } : { kind: 'searched', words: q, results };
}

function Head({ listing, title }: { listing: Listing; title: string }) {
  const { query, counts } = listing;
  return (
    <>
      <Breadcrumbs crumbs={crumbsOf(listing, title)} />
      <header className={css['head']}>
        <h1 lang={isCategory(query) ? langOfShop() : undefined}>{title}</h1>
        {query.q !== null && counts?.did_you_mean && <p className={css['instead']}>{t('instead-of', { asked: query.q })}</p>}
      </header>
    </>
  );
}

function Count({ listing: { counts } }: { listing: Listing }) {
  return counts && <p className={css['count']}>{t(counts.more ? 'count-more' : 'count', { count: counts.total })}</p>;
}

function Results({ query, list }: { query: ListingQuery; list: ProductList | null }) {
  if (list === null) return <ErrorNote cause={t('list-missing')} fix={t('list-missing-fix')} />;
  if (list.items.length === 0) {
    return (
      <EmptyState drawing="search" title={t('nothing-found')} text={t('nothing-found-text')}>
        <ButtonLink look="primary" href={paths.products()}>
          {t('see-everything')}
        </ButtonLink>
      </EmptyState>
    );
  }
  // A filter by colour leads to that colour of the product.
  const variant = chosenValues(query);
  return (
    <>
      <ul className={classes(css['grid'], 'far-tiles')}>
        {list.items.map((product, at) => (
          <ProductTile
            key={product.id}
            product={product}
            href={paths.product(product, { variant })}
            first={at < FIRST_SCREEN}
            heading="h2"
          />
        ))}
      </ul>
      <Pager
        previous={list.previous_cursor ? linkTo(query, { cursor: list.previous_cursor }) : null}
        next={list.next_cursor ? linkTo(query, { cursor: list.next_cursor }) : null}
      />
    </>
  );
}

/** Everything and a search's results are named in the page's language. */
function isCategory({ q, category }: ListingQuery): boolean {
  return q === null && category !== null;
}

function crumbsOf({ query, counts }: Listing, title: string): Crumb[] {
  const lang = langOfShop();
  const home = { name: t('home'), href: paths.home() };
  const all = { name: t('all-products'), href: paths.products() };
  if (query.q === null && query.category === null) return [home, all];
  const here = { name: title, href: linkTo(query, {}), lang: isCategory(query) ? lang : undefined };
  const value = counts?.facets.find(({ key }) => key === 'category')?.values.find((one) => one.value === query.category);
  if (query.q !== null || !value?.parent) return [home, all, here];
  return [home, { name: categoryName(value.parent, counts), href: paths.category({ slug: value.parent }), lang }, here];
}
