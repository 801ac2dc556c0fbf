import { paths } from '@souk/api';
import { boughtTogether } from '@souk/api/activity';
import { cards } from '@souk/api/product';
import type { ProductCard } from '@souk/api/types/product';
import { ProductTile } from '@souk/ui';
import { useEffect, useState } from 'react';
import { t } from '../messages';
import css from './GoesWith.module.css';

const MOST = 4;

/** What others bought with what is in the bag; nothing where there is none or nobody can be asked. */
export function GoesWith({ handles }: { handles: readonly string[] }) {
  const products = useGoods(handles);
  if (products.length === 0) return null;
  return (
    <section aria-labelledby="goes-with" className={css['goes']}>
      <h2 id="goes-with">{t('goes-with')}</h2>
      <ul className={css['row']}>
        {products.slice(0, MOST).map((product) => (
          <ProductTile key={product.id} product={product} href={paths.product(product)} />
        ))}
      </ul>
    </section>
  );
}

function useGoods(handles: readonly string[]): readonly ProductCard[] {
  const [products, setProducts] = useState<readonly ProductCard[]>([]);
  const asked = [...new Set(handles)].sort().join(',');
  useEffect(() => {
    let gone = false;
    void goodsWith(asked.split(',').filter(Boolean)).then((found) => !gone && setProducts(found));
    return () => {
      gone = true;
    };
  }, [asked]);
  return products;
}

async function goodsWith(handles: readonly string[]): Promise<readonly ProductCard[]> {
  try {
    const together = await boughtTogether(handles.slice(0, 50));
    return (await cards(together.handles)).items.filter(({ available }) => available);
  } catch {
    return []; // a suggestion that does not come is no loss
  }
}
