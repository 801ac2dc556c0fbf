import { langOfShop } from '@souk/api/language';
import { paths } from '@souk/api/paths';
import { BannerNote, RichText } from '@souk/ui';
import css from './Blocks.module.css';
import { CategoryTiles } from './CategoryTiles';
import { Hero } from './Hero';
import { Image } from './Image';
import { LinkCard } from './LinkCard';
import { Points } from './Points';
import { ProductRow } from './ProductRow';
import { Questions } from './Questions';
import { ruleOf } from './rule';
import type { ShownBlock } from './shown';
import { Table } from './Table';

/** The blocks of a page, in their order; links and forms only, so it may stand in a `Still`. */
export function Blocks({ blocks }: { blocks: readonly ShownBlock[] }) {
  return blocks.map((block, at) => <One key={at} block={block} id={`block-${at}`} />);
}

function One({ block, id }: { block: ShownBlock; id: string }) {
  switch (block.type) {
    case 'hero':
      return <Hero {...block} />;
    case 'heading': {
      const Heading = block.level === 3 ? 'h3' : 'h2';
      return <Heading className={css['heading']} lang={langOfShop()}>{block.text}</Heading>;
    }
    case 'rich_text':
      return <RichText text={block.text} />;
    case 'image':
      return <Image {...block} />;
    case 'product_row':
      return <ProductRow id={id} title={block.title} allHref={paths.products(ruleOf(block))} products={block.products} />;
    case 'categories':
      return <CategoryTiles id={id} title={block.title} categories={block.categories} />;
    case 'points':
      return <Points {...block} id={id} />;
    case 'banner':
      return <BannerNote banners={block.banners ?? []} />;
    case 'faq':
      return block.questions && <Questions id={id} title={block.title} questions={block.questions} />;
    case 'link_card':
      return <LinkCard {...block} />;
    case 'table':
      return <Table {...block} />;
    default:
      block satisfies never;
      return null; // a kind of a later release
  }
}
