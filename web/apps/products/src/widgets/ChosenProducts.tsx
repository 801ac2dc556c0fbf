import { paths } from '@souk/api/paths';
import type { ProductCard } from '@souk/api/types/product';
import { ProductTile } from '@souk/ui';
import { useEffect, useId, useState } from 'react';
import css from './ChosenProducts.module.css';

const MOST = 4;

interface ChosenProductsProps {
  title: string;
  /** Which products, the first to show first; the same function as long as they are to stay. */
  choose: () => Promise<readonly string[]>;
}

/** A row of products that the shop suggests; nothing where it has nothing to suggest or cannot be asked. */
export function ChosenProducts({ title, choose }: ChosenProductsProps) {
  const heading = useId();
  const products = useProducts(choose);
  if (products.length === 0) return null;
  return (
    <section aria-labelledby={heading} className={css['chosen']}>
      <h2 id={heading}>{title}</h2>
      <ul className={css['row']}>
        {products.slice(0, MOST).map((product) => (
          <ProductTile key={product.id} product={product} href={paths.product(product)} />
        ))}
      </ul>
    </section>
  );
}

function useProducts(choose: () => Promise<readonly string[]>): readonly ProductCard[] {
  const [products, setProducts] = useState<readonly ProductCard[]>([]);
  useEffect(() => {
    let gone = false;
    void cardsOf(choose).then((found) => !gone && setProducts(found));
    return () => {
      gone = true;
    };
  }, [choose]);
  return products;
}

async function cardsOf(choose: () => Promise<readonly string[]>): Promise<readonly ProductCard[]> {
  try {
    const handles = await choose();
    const { cards } = await import('@souk/api/product');
    return (await cards(handles)).items.filter(({ available }) => available);
  } catch {
    return []; // a suggestion that does not come is no loss
  }
}
