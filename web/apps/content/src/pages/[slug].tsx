import { langOfShop } from '@souk/api/language';
import { paths } from '@souk/api/paths';
import { PageHead, publicPage, Still, unsent, type Unsent } from '@souk/shell';
import { Blocks, type ShownBlock } from '@souk/blocks';
import { loadBlocks } from '@souk/blocks/server';
import { t } from '../messages';
import css from '../page/Page.module.css';
import { loadPage } from '../page/load';

interface Props {
  slug: string;
  title: string;
  description: string;
  isPreview: boolean;
  blocks: Unsent<ShownBlock[]>;
}

export default function Page({ slug, title, description, isPreview, blocks }: Props) {
  return (
    <article className={css['page']}>
      <PageHead title={title} description={description} path={paths.content({ slug })} noindex={isPreview} />
      {isPreview && (
        <p role="status" className={css['preview']}>
          {t('preview-note')}
        </p>
      )}
      <h1 lang={langOfShop()}>{title}</h1>
      <Still of={blocks} className={css['blocks']}>
        {(shown) => <Blocks blocks={shown} />}
      </Still>
    </article>
  );
}

export const getServerSideProps = publicPage<Props>(async ({ params, query }) => {
  const slug = String(params?.['slug'] ?? '');
  const preview = String(query['preview'] ?? '');
  const page = await loadPage(slug, preview);
  if (page === null) return { notFound: true };
  const { blocks, incomplete } = await loadBlocks(page.blocks, page.pictures);
  const props = { slug, title: page.title, description: page.description, isPreview: preview !== '', blocks: unsent(blocks) };
  return { props, incomplete: incomplete || props.isPreview };
}, { page: Page });
