import { langOfShop } from '@souk/api/language';
import type { FaqView } from '@souk/api/types/content';
import { RichText } from '@souk/ui';
import css from './Questions.module.css';

interface QuestionsProps {
  id: string;
  title: string;
  /** Of the title, where it is the page's own word. */
  lang?: string | undefined;
  questions: readonly FaqView[];
}

/** Questions that open to their answers, without a script. */
export function Questions({ id, title, lang = langOfShop(), questions }: QuestionsProps) {
  if (questions.length === 0) return null;
  return (
    <section aria-labelledby={id} className={css['section']}>
      <h2 id={id} lang={lang}>{title}</h2>
      <div className={css['list']} lang={langOfShop()}>
        {questions.map((faq) => (
          <details key={faq.id} className={css['question']}>
            <summary className={css['summary']}>{faq.question}</summary>
            <div className={css['answer']}>
              <RichText text={faq.answer} />
            </div>
          </details>
        ))}
      </div>
    </section>
  );
}
