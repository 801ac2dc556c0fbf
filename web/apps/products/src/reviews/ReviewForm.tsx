import { toMessage } from '@souk/api';
import { writeReview } from '@souk/api/reviews';
import type { MyReview } from '@souk/api/types/reviews';
import { Button, ErrorNote, Field, TextArea } from '@souk/ui';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { t } from './messages';
import { forgetDraft, keepDraft, keptDraft, type Draft } from './draft';
import css from './ReviewForm.module.css';
import { PhotoPicker } from './photos/PhotoPicker';
import { StarsChoice } from './StarsChoice';

interface ReviewFormProps {
  product: { handle: string; title: string };
  review: MyReview | null;
  onWrote: (review: MyReview) => void;
  onCancel: () => void;
}

type Missing = Partial<Record<keyof Draft, string>>;

export function ReviewForm({ product, review, onWrote, onCancel }: ReviewFormProps) {
  const [draft, setDraft] = useState<Draft>(() => keptDraft(product.handle) ?? draftOf(review));
  const [missing, setMissing] = useState<Missing>({});
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<{ cause: string; fix: string } | null>(null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('h3')?.focus(), []);
  const change = (next: Partial<Draft>) => {
    setDraft((now) => keepDraft(product.handle, { ...now, ...next }));
    setMissing((now) => Object.fromEntries(Object.entries(now).filter(([name]) => !(name in next))));
  };

  const send = async (event: FormEvent) => {
    event.preventDefault();
    const wanted = whatIsMissing(draft);
    setMissing(wanted);
    const first = Object.keys(wanted)[0];
    if (first) return form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
    setBusy(true);
    setFailed(null);
    try {
      onWrote(await writeReview(product.handle, { ...draft, photos: draft.photos.map(({ id, alt }) => ({ id, alt })) }));
      forgetDraft(product.handle);
    } catch (error) {
      setFailed(toMessage(error));
      setBusy(false);
    }
  };
  const text = (name: 'title' | 'body' | 'author_name') => ({
    name,
    value: draft[name],
    error: missing[name],
    onChange: (event: { target: { value: string } }) => change({ [name]: event.target.value }),
  });

  return (
    <form ref={form} className={css['form']} noValidate onSubmit={(event) => void send(event)} aria-labelledby="review-form">
      <h3 id="review-form" tabIndex={-1}>
        {t('form-title', { title: product.title })}
      </h3>
      <StarsChoice stars={draft.stars} error={missing.stars} onChoose={(stars) => change({ stars })} />
      <Field label={t('title-label')} hint={t('title-hint')} maxLength={120} {...text('title')} />
      <TextArea label={t('body-label')} hint={t('body-hint')} maxLength={4000} {...text('body')} />
      <Field label={t('name-label')} hint={t('name-hint')} maxLength={60} autoComplete="nickname" {...text('author_name')} />
      <PhotoPicker product={product} photos={draft.photos} onChange={(photos) => change({ photos })} />
      {failed && <ErrorNote {...failed} />}
      <div className={css['actions']}>
        <Button type="submit" look="primary" busy={busy}>
          {t(review ? 'save' : 'publish')}
        </Button>
        <Button look="quiet" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}

function draftOf(review: MyReview | null): Draft {
  const { stars = 0, title = '', body = '', author_name = '', photos = [] } = review ?? {};
  return { stars, title, body, author_name, photos: photos.map(({ id, alt, url, srcset }) => ({ id, alt, url: srcset[0]?.url ?? url })) };
}

function whatIsMissing({ stars, title, body, author_name }: Draft): Missing {
  return {
    ...(stars === 0 && { stars: t('stars-missing') }),
    ...(title.trim() === '' && { title: t('title-missing') }),
    ...(body.trim() === '' && { body: t('body-missing') }),
    ...(author_name.trim() === '' && { author_name: t('name-missing') }),
  };
}
