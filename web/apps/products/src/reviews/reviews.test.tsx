import type { Mine, MyReview as Own, ProductReviews, Review } from '@souk/api/types/reviews';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Desk } from './Desk';
import type { MineState, MineStep } from './mine';
import { MyReview } from './MyReview';
import { Reviews } from './Reviews';
import { ReviewList } from './ReviewList';
import { dated, readReviewsQuery, reviewsLink, type DatedReview } from './shown';

const service = vi.hoisted(() => ({ myReview: vi.fn(), writeReview: vi.fn(), deleteReview: vi.fn(), findHelpful: vi.fn(), uploadPhoto: vi.fn() }));
vi.mock('@souk/api/reviews', () => service);

const MUG = { handle: 'mug', title: 'Chai mug' };

const REVIEW: Review = {
  id: 'r1',
  stars: 4,
  title: 'A good mug',
  body: 'Keeps tea warm.',
  author_name: 'Asha',
  verified: true,
  helpful: 2,
  written_at: '2026-11-21T04:00:00Z',
  edited_at: null,
  answer: { text: 'Thank you!', at: '2026-11-22T04:00:00Z' },
  photos: [],
};
const OWN: Own = { ...REVIEW, handle: 'mug', state: 'published', reason: null };
const SAID: ProductReviews = { summary: { average: 4, count: 2, counts: [0, 0, 1, 0, 1] }, items: [REVIEW], next_cursor: 'more' };

function state(now: MineStep): MineState {
  return { now, known: now.step === 'known' ? now.mine : null, wrote: vi.fn(), retry: vi.fn() };
}

const known = (more: Partial<Mine> = {}): MineState =>
  state({ step: 'known', mine: { standing: 'may-write', review: null, helpful: [], ...more } });

beforeEach(() => sessionStorage.clear());
afterEach(() => {
  cleanup();
  for (const verb of Object.values(service)) verb.mockReset();
});

describe('what buyers say', () => {
  it('is summed up with a way to the reviews of each number of stars', () => {
    render(<Reviews product={MUG} reviews={SAID} />);

    expect(screen.getByRole('link', { name: '5 stars: 1 review' }).getAttribute('href')).toBe('/products/mug/reviews?stars=5');
    expect(screen.getByRole('link', { name: 'Read all 2 reviews' }).getAttribute('href')).toBe('/products/mug/reviews');
    expect(screen.getByRole('article').textContent).toMatch(/Verified purchase.*Thank you!/);
  });

  it('has the days that the server wrote, and writes those of reviews that come without them', () => {
    expect(dated(SAID).items[0]).toMatchObject({ written_on: '21 Nov 2026', answered_on: '22 Nov 2026' });
    const { rerender } = render(<Reviews product={MUG} reviews={SAID} />);
    expect(screen.getByRole('article').textContent).toMatch(/21 Nov 2026.*22 Nov 2026/);

    const served: DatedReview = { ...REVIEW, written_on: 'a Saturday', answered_on: 'a Sunday' };
    rerender(<Reviews product={MUG} reviews={{ ...SAID, items: [served] }} />);

    expect(screen.getByRole('article').textContent).toMatch(/a Saturday.*a Sunday/);
  });

  it('may be missing, and the page says so and asks who bought it to sign in', () => {
    render(<Reviews product={MUG} reviews={null} />);

    expect(screen.getByRole('alert').textContent).toContain('did not load');
    expect(screen.getByRole('link', { name: 'Sign in to review' }).getAttribute('href')).toBe('/login?back=%2Fproducts%2Fmug%23my-review');
  });
});

describe('a review that helped', () => {
  it('is counted once for a person, who may take it back', async () => {
    service.findHelpful.mockResolvedValue(null);
    render(<ReviewList reviews={[REVIEW]} mine={known({ helpful: ['r1'] })} heading="h3" />);
    const button = screen.getByRole('button', { name: 'Helpful: A good mug', pressed: true });
    expect(screen.getByText('helped 2 people')).toBeTruthy();

    await userEvent.click(button);
    expect(await screen.findByText('helped 1 person')).toBeTruthy();
    await userEvent.click(button);

    expect(await screen.findByText('helped 2 people')).toBeTruthy();
    expect(service.findHelpful.mock.calls).toEqual([['r1', false], ['r1', true]]);
  });

  it('says in words that it was not counted, and leaves its own author no button', async () => {
    service.findHelpful.mockRejectedValue(new Error('down'));
    const { rerender } = render(<ReviewList reviews={[REVIEW]} mine={known()} heading="h3" />);

    await userEvent.click(screen.getByRole('button', { name: /^Helpful/ }));
    await waitFor(() => expect(screen.queryByText('helped 2 people')).toBeNull());
    rerender(<ReviewList reviews={[REVIEW]} mine={known({ review: OWN })} heading="h3" />);

    expect(screen.queryByRole('button', { name: /^Helpful/ })).toBeNull();
  });
});

describe('who may write', () => {
  it.each([
    ['not-bought', /delivered by us/],
    ['on-its-way', /on its way/],
  ] as const)('is told why not: %s', (standing, words) => {
    render(<Desk product={MUG} mine={known({ standing })} />);

    expect(screen.getByText(words)).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('learns what is missing, keeps what was typed over a reload, and sees the review as it stands', async () => {
    const onWrote = vi.fn();
    service.writeReview.mockResolvedValue({ ...OWN, state: 'waiting' });
    render(<MyReview product={MUG} review={null} onWrote={onWrote} />);
    await userEvent.click(screen.getByRole('button', { name: 'Write a review' }));
    await userEvent.type(screen.getByLabelText('In a few words'), 'A good mug');
    await userEvent.click(screen.getByRole('button', { name: 'Publish review' }));
    expect(screen.getByText('Choose from one star to five.')).toBeTruthy();
    expect(service.writeReview).not.toHaveBeenCalled();

    cleanup();
    const { rerender } = render(<MyReview product={MUG} review={null} onWrote={onWrote} />);
    await userEvent.click(screen.getByRole('button', { name: 'Write a review' }));
    await userEvent.click(screen.getByRole('button', { name: 'Publish review' }));
    await userEvent.click(screen.getByRole('radio', { name: /^4 stars/ }));
    expect(screen.queryByText('Choose from one star to five.')).toBeNull();
    await userEvent.type(screen.getByLabelText('What should others know?'), 'Keeps tea warm.');
    await userEvent.type(screen.getByLabelText('Shown as'), 'Asha');
    await userEvent.click(screen.getByRole('button', { name: 'Publish review' }));

    const said = { stars: 4, title: 'A good mug', body: 'Keeps tea warm.', author_name: 'Asha', photos: [] };
    expect(service.writeReview).toHaveBeenCalledWith('mug', said);
    await waitFor(() => expect(onWrote).toHaveBeenCalled());
    rerender(<MyReview product={MUG} review={{ ...OWN, state: 'waiting' }} onWrote={onWrote} />);
    expect(screen.getByRole('status').textContent).toContain('look at it before');
  });

  it('deletes only when sure', async () => {
    const onWrote = vi.fn();
    service.deleteReview.mockResolvedValue(null);
    render(<MyReview product={MUG} review={OWN} onWrote={onWrote} />);

    await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
    expect(service.deleteReview).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole('button', { name: 'Delete for good' }));

    await waitFor(() => expect(onWrote).toHaveBeenCalledWith(null));
  });
});

describe('photos', () => {
  const photo = (id: string, alt = '') => ({
    id,
    alt,
    url: `/media/reviews/${id}-800.webp`,
    width: 800,
    height: 600,
    color: '#b8620a',
    srcset: [{ url: `/media/reviews/${id}-400.webp`, width: 400 }],
    avif: [],
  });

  it('are sent when chosen, told of in words, removed, and stay where another one or the text is refused', async () => {
    service.uploadPhoto.mockResolvedValueOnce(photo('p1')).mockResolvedValueOnce(photo('p2')).mockRejectedValueOnce(new Error('full'));
    service.writeReview.mockRejectedValueOnce(new Error('down')).mockResolvedValueOnce(OWN);
    render(<MyReview product={MUG} review={OWN} onWrote={vi.fn()} />);
    await userEvent.click(screen.getByRole('button', { name: 'Change it' }));
    const [one, two, three] = ['1', '2', '3'].map((name) => new File(['x'], `${name}.jpg`, { type: 'image/jpeg' }));

    await userEvent.upload(screen.getByLabelText('Add photos'), [one, two, three] as File[]);
    await screen.findByRole('alert');
    await userEvent.type(screen.getByLabelText('What does photo 2 show?'), 'On a sill');
    await userEvent.click(screen.getByRole('button', { name: 'Remove photo 1' }));
    for (let times = 0; times < 2; times++) await userEvent.click(screen.getByRole('button', { name: 'Save changes' }));

    await waitFor(() => expect(service.writeReview).toHaveBeenCalledTimes(2));
    for (const [, said] of service.writeReview.mock.calls) expect(said).toMatchObject({ photos: [{ id: 'p2', alt: 'On a sill' }] });
  });

  it('are small beside a review and enlarged over the page, one after the other', async () => {
    render(<ReviewList reviews={[{ ...REVIEW, photos: [photo('p1', 'On a sill'), photo('p2')] }]} mine={known()} heading="h3" />);

    await userEvent.click(screen.getByRole('link', { name: 'On a sill' }));
    expect(await screen.findByRole('img', { name: 'On a sill' })).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Next' }));
    await userEvent.keyboard('{ArrowRight}');

    expect(screen.getByText('Photo 2 of 2')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Photo 2 of 2' }).getAttribute('href')).toBe('/media/reviews/p2-800.webp');
  });
});

describe('the address of all reviews', () => {
  it('drops what means nothing, and a changed order starts at the first page', () => {
    const query = readReviewsQuery({ stars: '9', sort: 'best', cursor: 'abc', utm: 'x' });

    expect(query).toEqual({ stars: null, sort: 'helpful', cursor: 'abc' });
    expect(reviewsLink(MUG, query, { sort: 'lowest' })).toBe('/products/mug/reviews?sort=lowest');
    expect(reviewsLink(MUG, { ...query, stars: 2 }, { cursor: 'next' })).toBe('/products/mug/reviews?stars=2&cursor=next');
  });
});
