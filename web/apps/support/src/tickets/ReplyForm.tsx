import { toMessage } from '@souk/api';
import { tabKept } from '@souk/api/storage';
import { useSaySolvedMutation, useWriteMessageMutation, type TicketRef } from '@souk/api/support';
import type { TakenFile, TicketState } from '@souk/api/types/support';
import { Button, ErrorNote, TextArea } from '@souk/ui';
import { useState, type FormEvent } from 'react';
import { AttachFiles } from '../files/AttachFiles';
import { t } from '../messages';
import page from '../page.module.css';
import css from './ReplyForm.module.css';

/** What is typed is kept in this tab until it is sent. */
export function ReplyForm({ ticketRef, state }: { ticketRef: TicketRef; state: TicketState }) {
  const kept = `souk-reply:${ticketRef.id}`;
  const [text, setText] = useState(() => tabKept.read(kept) ?? '');
  const [files, setFiles] = useState<readonly TakenFile[]>([]);
  const [isEmpty, setEmpty] = useState(false);
  const [write, writing] = useWriteMessageMutation();
  const [saySolved, solving] = useSaySolvedMutation();
  const type = (typed: string) => {
    setText(typed);
    setEmpty(false);
    tabKept.write(kept, typed);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (writing.isLoading) return;
    if (text.trim() === '') return setEmpty(true);
    const { error } = await write({ ...ticketRef, text, attachments: files.map(({ id }) => id) });
    if (error) return;
    setText('');
    setFiles([]);
    tabKept.remove(kept);
  };
  const problem = writing.error ?? solving.error;
  const isSolved = state === 'solved';

  return (
    <form className={css['form']} onSubmit={(event) => void submit(event)} noValidate>
      <TextArea
        label={t('reply-label')}
        hint={isSolved ? t('reply-reopens') : undefined}
        error={isEmpty ? t('wrong-text') : undefined}
        value={text}
        maxLength={8000}
        onChange={({ target }) => type(target.value)}
      />
      <AttachFiles files={files} onChange={setFiles} />
      {problem && <ErrorNote {...toMessage(problem)} />}
      <div className={page['links']}>
        <Button type="submit" look="primary" busy={writing.isLoading}>
          {t('reply-send')}
        </Button>
        {!isSolved && (
          <Button busy={solving.isLoading} onClick={() => void saySolved(ticketRef)}>
            {t('is-solved')}
          </Button>
        )}
      </div>
      <p role="status">{writing.isSuccess && text === '' && t('reply-sent')}</p>
    </form>
  );
}
