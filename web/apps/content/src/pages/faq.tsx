import { language } from '@souk/api/language';
import { paths } from '@souk/api/paths';
import { ask } from '@souk/api/server';
import type { Faqs, FaqTopicView, FaqView, FoundFaqs } from '@souk/api/types/content';
import { PageHead, publicPage, Still, unsent, type Unsent } from '@souk/shell';
import { Questions } from '@souk/blocks';
import { Button, Field } from '@souk/ui';
import css from '../faq/Faq.module.css';
import { t } from '../messages';

interface Props {
  q: string;
  answers: Unsent<{ found: FaqView[] | null; topics: FaqTopicView[] }>;
}

const LONGEST_QUESTION = 200;

export default function FaqPage({ q, answers }: Props) {
  return (
    <div className={css['page']}>
      <PageHead title={t('faq-title')} description={t('faq-description')} path={paths.questions()} noindex={q !== ''} />
      <h1>{t('faq-title')}</h1>
      <form action={paths.questions()} role="search" className={css['search']}>
        <Field label={t('faq-search')} name="about" type="search" defaultValue={q} maxLength={LONGEST_QUESTION} />
        <Button type="submit">{t('faq-search-button')}</Button>
      </form>
      <Still of={answers} className={css['page']}>
        {({ found, topics }) => (
          <>
            {found && <Found q={q} found={found} />}
            {topics.map(({ slug, title, items }) => (
              <Questions key={slug} id={slug} title={title} questions={items} />
            ))}
          </>
        )}
      </Still>
    </div>
  );
}

function Found({ q, found }: { q: string; found: readonly FaqView[] }) {
  if (found.length === 0) return <p role="status">{t('faq-nothing', { q })}</p>;
  return <Questions id="found" lang={language().locale} title={t('faq-found', { count: found.length, q })} questions={found} />;
}

export const getServerSideProps = publicPage<Props>(async ({ query }) => {
  const q = String(query['about'] ?? '').trim().slice(0, LONGEST_QUESTION);
  const [{ topics }, found] = await Promise.all([
    ask<Faqs>('content', '/faqs'),
    q ? ask<FoundFaqs>('content', '/found-faqs', { q }) : null,
  ]);
  // What was searched for is not kept: the gateway is not told when an answer to it changes.
  return { props: { q, answers: unsent({ found: found?.items ?? null, topics }) }, incomplete: q !== '' };
}, { page: FaqPage });
