import type { FaqView } from '@souk/api/types/content';
import { RichText } from '@souk/ui';
import css from './Questions.module.css';

/** Questions that open to their answers, without a script. */
export function Questions({ id, title, questions }: { id: string; title: string; questions: readonly FaqView[] }) {
  if (questions.length === 0) return null;
  return (
    <section aria-labelledby={id} className={css['section']}>
      <h2 id={id}>{title}</h2>
      <div className={css['list']}>
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
