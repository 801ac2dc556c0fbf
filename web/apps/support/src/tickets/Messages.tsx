import type { MessageView } from '@souk/api/types/support';
import { classes, formatMoment, VisuallyHidden } from '@souk/ui';
import { useState } from 'react';
import { sizeWords } from '../files/size-words';
import { t } from '../messages';
import css from './Messages.module.css';

/** What was said, the oldest first; an answer that comes while one reads is said aloud when it suits. */
export function Messages({ messages }: { messages: readonly MessageView[] }) {
  const answers = messages.filter(({ kind }) => kind === 'answer').length;
  const [before] = useState(answers);
  return (
    <section aria-label={t('messages-title')}>
      <ol className={css['messages']}>
        {messages.map((message) => (
          <Message key={message.id} message={message} />
        ))}
      </ol>
      <p role="status">
        <VisuallyHidden>{answers > before && <span key={answers}>{t('new-answer')}</span>}</VisuallyHidden>
      </p>
    </section>
  );
}

function Message({ message }: { message: MessageView }) {
  const { kind, text, written_at: at, attachments } = message;
  const isOurs = kind === 'answer';
  return (
    <li className={classes(css['message'], isOurs ? css['ours'] : css['theirs'])}>
      <p className={css['who']}>
        <strong>{isOurs ? t('team') : t('you')}</strong> <time dateTime={at}>{formatMoment(at)}</time>
      </p>
      <p className={css['text']} dir="auto">{text}</p>
      {attachments.length > 0 && (
        <ul className={css['files']} aria-label={t('files-list')}>
          {attachments.map(({ id, name, size, href }) => (
            <li key={id}>
              <a href={href} download={name}>
                {name}
              </a>{' '}
              <span className={css['size']}>{sizeWords(size)}</span>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
