import { paths } from '@souk/api/paths';
import { ButtonLink, ErrorNote, Skeleton } from '@souk/ui';
import { lazy, Suspense } from 'react';
import { t } from './messages';
import css from './Desk.module.css';
import type { MineState } from './mine';

// Only who has got the product ever needs it.
const MyReview = lazy(() => import('./MyReview').then(({ MyReview: Piece }) => ({ default: Piece })));

interface DeskProps {
  product: { handle: string; title: string };
  mine: MineState;
}

/** Who may write, and the way to do it. */
export function Desk({ product, mine }: DeskProps) {
  return (
    <div id="my-review" className={css['desk']}>
      <Content product={product} mine={mine} />
    </div>
  );
}

function Content({ product, mine: { now, wrote, retry } }: DeskProps) {
  switch (now.step) {
    case 'nobody':
      return (
        <>
          <p>{t('who-writes')}</p>
          <ButtonLink href={paths.login({ back: paths.writeReview(product) })}>{t('sign-in')}</ButtonLink>
        </>
      );
    case 'asking':
      return <Skeleton shape="line" />;
    case 'failed':
      return <ErrorNote cause={now.cause} fix={now.fix} onRetry={retry} />;
    case 'known':
      break;
    default:
      return now satisfies never;
  }
  const { review, standing } = now.mine;
  if (!review && standing !== 'may-write') return <p>{t(standing)}</p>;
  return (
    <Suspense fallback={<Skeleton shape="line" />}>
      <MyReview product={product} review={review} onWrote={wrote} />
    </Suspense>
  );
}
