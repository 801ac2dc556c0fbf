import { Badge, formatDate, Stars } from '@souk/ui';
import { t } from './messages';
import { Helpful } from './Helpful';
import type { MineState } from './mine';
import { PhotoStrip } from './photos/PhotoStrip';
import css from './ReviewList.module.css';
import type { DatedReview } from './shown';

interface ReviewListProps {
  reviews: readonly DatedReview[];
  mine: MineState;
  /** Level of a review's title in the page's outline. */
  heading: 'h2' | 'h3';
}

export function ReviewList({ reviews, mine, heading }: ReviewListProps) {
  return (
    <ul className={css['list']}>
      {reviews.map((review) => (
        <OneReview key={review.id} review={review} mine={mine} heading={heading} />
      ))}
    </ul>
  );
}

function OneReview({ review, mine, heading: Title }: Omit<ReviewListProps, 'reviews'> & { review: DatedReview }) {
  const { now, known } = mine;
  const { id, stars, title, body, author_name, verified, edited_at, answer, helpful, photos = [] } = review;
  return (
    <li>
      <article className={css['review']}>
        <Stars average={stars} />
        <Title className={css['title']} dir="auto">{title}</Title>
        <p className={css['by']}>
          {t('by', { name: author_name, date: review.written_on ?? formatDate(review.written_at) })}
          {edited_at !== null && ` · ${t('edited')}`}
          {verified && <Badge tone="good">{t('verified')}</Badge>}
        </p>
        <p className={css['body']} dir="auto">{body}</p>
        <PhotoStrip photos={photos} author={author_name} />
        {answer && (
          <div className={css['answer']}>
            <p className={css['by']}>{t('answer', { date: review.answered_on ?? formatDate(answer.at) })}</p>
            <p className={css['body']} dir="auto">{answer.text}</p>
          </div>
        )}
        <Helpful
          key={known ? 'known' : 'unknown'}
          review={{ id, title, helpful }}
          said={known?.helpful.includes(id) ?? false}
          isOwn={known?.review?.id === id}
          isSignedIn={now.step !== 'nobody'}
        />
      </article>
    </li>
  );
}
