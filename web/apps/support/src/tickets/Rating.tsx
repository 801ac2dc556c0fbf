import { toMessage } from '@souk/api';
import { useRateTicketMutation, type TicketRef } from '@souk/api/support';
import type { SatisfactionView } from '@souk/api/types/support';
import { Button, Card, Choice, ErrorNote, TextArea } from '@souk/ui';
import { useState, type FormEvent } from 'react';
import { t } from '../messages';
import css from './Rating.module.css';

/** How it went; another answer takes the place of the first. */
export function Rating({ ticketRef, given }: { ticketRef: TicketRef; given: SatisfactionView | null }) {
  const [satisfied, setSatisfied] = useState<boolean | null>(given?.satisfied ?? null);
  const [comment, setComment] = useState(given?.comment ?? '');
  const [rate, { isLoading, isSuccess, error }] = useRateTicketMutation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (satisfied !== null && !isLoading) void rate({ ...ticketRef, satisfied, comment });
  };
  return (
    <Card>
      <form className={css['form']} onSubmit={submit}>
        <fieldset className={css['choices']}>
          <legend className={css['legend']}>{t('rate-title')}</legend>
          <Choice name="satisfied" checked={satisfied === true} onChange={() => setSatisfied(true)} label={t('rate-yes')} />
          <Choice name="satisfied" checked={satisfied === false} onChange={() => setSatisfied(false)} label={t('rate-no')} />
        </fieldset>
        {satisfied !== null && (
          <>
            <TextArea
              label={t('rate-comment')}
              optional={t('optional')}
              rows={2}
              maxLength={1000}
              value={comment}
              onChange={({ target }) => setComment(target.value)}
            />
            <div>
              <Button type="submit" busy={isLoading}>
                {t('rate-send')}
              </Button>
            </div>
          </>
        )}
        {error && <ErrorNote {...toMessage(error)} />}
        <p role="status">{isSuccess && t('rate-thanks')}</p>
      </form>
    </Card>
  );
}
