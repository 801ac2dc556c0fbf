import { t } from '../texts/en-IN';
import type { MoneyLike } from '../money';
import { Badge } from './Badge';
import { classes } from './classes';
import { Dot } from './Option';
import { Picture, useGrowingPicture, type ImageLike } from './Picture';
import { Price } from './Price';
import css from './ProductTile.module.css';

/** What a tile needs of product's ProductCard. */
export interface TileProduct {
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
}

const SIZES = '(width < 640px) 46vw, (width < 1024px) 30vw, 300px';
const MOST_DOTS = 5;

/** Picture, name, price, colours; the whole tile is one link. */
export function ProductTile({ product, href, first = false, heading: Name = 'h3' }: ProductTileProps) {
  const { title, vendor, price, compare_at, price_varies, image, available, on_sale } = product;
  return (
    <article className={classes(css['tile'], !available && css['gone'])}>
      <div className={css['picture']}>
        <Picture image={image} sizes={SIZES} alt="" first={first} />
        {!available ? (
          <span className={css['veil']}>
            <Badge>{t('tile-sold-out')}</Badge>
          </span>
        ) : (
          on_sale && (
            <span className={css['flag']}>
              <Badge tone="sale">{t('tile-sale')}</Badge>
            </span>
          )
        )}
      </div>
      <p className={css['vendor']}>{vendor}</p>
      <Name className={css['name']}>
        <a {...useGrowingPicture()} className={css['link']} href={href}>
          {title}
        </a>
      </Name>
      <Price price={price} compareAt={compare_at} varies={price_varies} />
      <Extras product={product} />
    </article>
  );
}

function Extras({ product: { rating, colors } }: { product: TileProduct }) {
  return (
    <div className={css['extras']}>
      {colors.length > 1 && (
        <span className={css['dots']}>
          {colors.slice(0, MOST_DOTS).map(({ name, value }) => (
            <Dot key={name} color={value} label={name} />
          ))}
          {colors.length > MOST_DOTS && <span>+{colors.length - MOST_DOTS}</span>}
        </span>
      )}
      {rating && <span>{t('tile-rating', { average: rating.average.toFixed(1), count: rating.count })}</span>}
    </div>
  );
}
