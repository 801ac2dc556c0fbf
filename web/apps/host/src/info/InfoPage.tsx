import { shopName } from '@souk/api/system';
import { PageHead } from '@souk/shell';
import { t } from '../messages/info-en-IN';
import css from './InfoPage.module.css';

interface InfoPageProps {
  about: 'returns' | 'contact' | 'privacy' | 'terms';
  path: string;
}

const SECTIONS = [1, 2, 3] as const;

/** A page that a shop owes its shoppers; its words are in the catalogue. */
export function InfoPage({ about, path }: InfoPageProps) {
  const words = { shop: shopName };
  return (
    <article className={css['page']}>
      <PageHead title={t(`${about}-title`)} description={t(`${about}-intro`, words)} path={path} />
      <h1>{t(`${about}-title`)}</h1>
      <p className={css['intro']}>{t(`${about}-intro`, words)}</p>
      {SECTIONS.map((section) => (
        <section key={section} className={css['section']}>
          <h2 className={css['title']}>{t(`${about}-${section}-title`)}</h2>
          <p>{t(`${about}-${section}-text`, words)}</p>
        </section>
      ))}
    </article>
  );
}
