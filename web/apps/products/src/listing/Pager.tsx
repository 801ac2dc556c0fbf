import { ButtonLink } from '@souk/ui';
import { t } from '../messages';
import css from './Pager.module.css';

/** Plain links to the pages before and after. */
export function Pager({ previous, next }: { previous: string | null; next: string | null }) {
  if (previous === null && next === null) return null;
  return (
    <nav aria-label={t('pages')} className={css['pager']}>
      {previous !== null && (
        <ButtonLink href={previous} rel="prev">
          ← {t('previous')}
        </ButtonLink>
      )}
      {next !== null && (
        <ButtonLink href={next} rel="next">
          {t('next')} →
        </ButtonLink>
      )}
    </nav>
  );
}
