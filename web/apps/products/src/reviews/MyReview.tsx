import { toMessage } from '@souk/api';
import { deleteReview } from '@souk/api/reviews';
import type { MyReview as Own } from '@souk/api/types/reviews';
import { Button, ErrorNote, Stars } from '@souk/ui';
import { useEffect, useRef, useState } from 'react';
import { t } from './messages';
import css from './Desk.module.css';
import { PhotoStrip } from './photos/PhotoStrip';
import { ReviewForm } from './ReviewForm';

interface MyReviewProps {
  product: { handle: string; title: string };
  review: Own | null;
  onWrote: (review: Own | null) => void;
}

/** The person's own review: to be written, read, changed or deleted. */
export function MyReview({ product, review, onWrote }: MyReviewProps) {
  const [writing, setWriting] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const [saved, setSaved] = useState(false);
  useEffect(() => {
    if (saved) heading.current?.focus();
  }, [saved]);

  if (writing) {
    const wrote = (written: Own) => {
      onWrote(written);
      setSaved(true);
      setWriting(false);
    };
    return <ReviewForm product={product} review={review} onWrote={wrote} onCancel={() => setWriting(false)} />;
  }
  if (!review) {
    return (
      <>
        <p>{t('may-write')}</p>
        <Button look="primary" onClick={() => setWriting(true)}>
          {t('write')}
        </Button>
      </>
    );
  }
  return (
    <>
      <h3 ref={heading} tabIndex={-1} className={css['heading']}>
        {t('yours')}
      </h3>
      <Stars average={review.stars} />
      <p className={css['own']}>{review.title}</p>
      <PhotoStrip photos={review.photos} author={review.author_name} />
      <p role="status" className={css['state']}>
        {review.state === 'rejected' ? t(`rejected-${review.reason ?? 'off-topic'}`) : t(review.state)}
      </p>
      <Actions product={product} onChange={() => setWriting(true)} onDeleted={() => onWrote(null)} />
    </>
  );
}

interface ActionsProps {
  product: { handle: string };
  onChange: () => void;
  onDeleted: () => void;
}

function Actions({ product, onChange, onDeleted }: ActionsProps) {
  const [now, setNow] = useState<'still' | 'sure' | 'deleting'>('still');
  const [failed, setFailed] = useState<{ cause: string; fix: string } | null>(null);
  const remove = async () => {
    setNow('deleting');
    try {
      await deleteReview(product.handle);
      onDeleted();
    } catch (error) {
      setFailed(toMessage(error));
      setNow('still');
    }
  };
  return (
    <>
      {failed && <ErrorNote {...failed} />}
      <div className={css['actions']}>
        <Button onClick={onChange}>{t('change')}</Button>
        {now === 'still' ? (
          <Button look="quiet" onClick={() => setNow('sure')}>
            {t('delete')}
          </Button>
        ) : (
          <Button look="danger" busy={now === 'deleting'} onClick={() => void remove()}>
            {t('delete-sure')}
          </Button>
        )}
      </div>
    </>
  );
}
