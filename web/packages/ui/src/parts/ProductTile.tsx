import { langOfShop } from '@souk/api/language';
import type { ReactNode } from 'react';
import { t } from '../messages';
import type { MoneyLike } from '../money';
import { Badge } from './Badge';
import { classes } from './classes';
import { Dot } from './Option';
import { Picture, type ImageLike } from './Picture';
import { Price } from './Price';
import css from './ProductTile.module.css';

/** What a tile needs of product's ProductCard. */
export interface TileProduct {
  id: string;
  handle: string;
  title: string;
  vendor: string;
  price: MoneyLike;
  compare_at: MoneyLike | null;
  price_varies: boolean;
  image: ImageLike | null;
  colors: readonly { name: string; value: string }[];
  rating: { average: number; count: number } | null;
  available: boolean;
  on_sale: boolean;
}

interface ProductTileProps {
  product: TileProduct;
  href: string;
  /** On the first screen: its picture is loaded at once. */
  first?: boolean;
  /** Level of the name in the page's outline. */
  heading?: 'h2' | 'h3';
  /** Over its upper right corner. */
  children?: ReactNode;
}

const SIZES = '(max-width: 639px) 46vw, (max-width: 1023px) 30vw, 300px';
const MOST_DOTS = 5;

/** An item of a list of products: picture, name, price, colours; the whole tile is one link. Others find it by `data-product`. */
export function ProductTile({ product, href, first = false, heading: Name = 'h3', children }: ProductTileProps) {
  const { title, vendor, price, compare_at, price_varies, image } = product;
  return (
    <li className={classes(css['tile'], !product.available && css['gone'])} data-product={product.id} data-handle={product.handle}>
      <Picture image={image} sizes={SIZES} alt="" first={first} className={css['picture'] ?? ''}>
        <Flag product={product} />
      </Picture>
      <p className={css['vendor']}>{vendor}</p>
      <Name className={css['name']}>
        <a className={css['link']} href={href} lang={langOfShop()}>
          {title}
        </a>
      </Name>
      <Price price={price} compareAt={compare_at} varies={price_varies} />
      <Extras product={product} />
      {children}
    </li>
  );
}

function Flag({ product: { available, on_sale } }: { product: TileProduct }) {
  if (!available) {
    return (
      <span className={css['veil']}>
        <Badge>{t('tile-sold-out')}</Badge>
      </span>
    );
  }
  if (!on_sale) return null;
  return (
    <Badge tone="sale" className={css['flag']}>
      {t('tile-sale')}
    </Badge>
  );
}

function Extras({ product: { rating, colors } }: { product: TileProduct }) {
  const dots = colors.length > 1 ? colors.slice(0, MOST_DOTS) : [];
  if (dots.length === 0 && !rating) return null;
  return (
    <div className={css['extras']}>
      {dots.map(({ name, value }) => (
        <Dot key={name} color={value} label={name} />
      ))}
      {colors.length > MOST_DOTS && <span>+{colors.length - MOST_DOTS}</span>}
      {rating && t('tile-rating', { average: rating.average.toFixed(1), count: rating.count })}
    </div>
  );
}
