import { axeFindings, layoutFaults } from '../support/layout';
import { expect, test } from '../support/shop';

test('a buyer reviews what was delivered with a photo, and both show once a moderator has looked', async ({ shopper, operator }) => {
  const { page } = shopper;
  await shopper.signsUp('Kamala Das');
  await shopper.buys('carved-block-stamps');
  await shopper.seesOrderPlaced();
  await page.getByRole('link', { name: 'Follow your order' }).click();
  await page.getByRole('link', { name: /^Write a review of Carved teak stamps/ }).click();

  await page.getByRole('button', { name: 'Write a review' }).click();
  await expect(page.getByRole('heading', { name: /^Your review of Carved teak stamps/ })).toBeFocused();
  await page.getByRole('button', { name: 'Publish review' }).click();
  await expect(page.getByText('Choose from one star to five.')).toBeVisible();
  await page.getByRole('radio', { name: /^4 stars/ }).check({ force: true });
  await page.getByLabel('In a few words').fill('Crisp prints');
  await page.getByLabel('What should others know?').fill('The elephant is the favourite here.');
  await page.getByLabel('Shown as').fill('Kamala');
  await page.setViewportSize({ width: 360, height: 740 });
  const photo = { name: 'stamps.png', mimeType: 'image/png', buffer: await page.screenshot() };
  await page.getByLabel('Add photos').setInputFiles(photo);
  await page.getByLabel('What does photo 1 show?').fill('The elephant on cotton');
  expect(await layoutFaults(page)).toEqual([]);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Publish review' }).click();
  await expect(page.getByRole('heading', { name: 'Your review' })).toBeFocused();
  await expect(page.getByText('We look at it before it is published')).toBeVisible();
  await operator.publishesReview('carved-block-stamps');

  const rated = async () => {
    const answer = await page.request.get('/product-service/api/v1/products/carved-block-stamps');
    return ((await answer.json()) as { rating: object | null }).rating;
  };
  await expect.poll(rated, { timeout: 60_000 }).toEqual({ average: 4, count: 1 });
  await shopper.visits('/products?q=carved+teak+stamps');
  await expect(page.getByRole('listitem').filter({ hasText: 'Carved teak stamps' }).getByText('★ 4.0 (1)')).toBeVisible();
  await shopper.visits('/products/carved-block-stamps/reviews');
  // Her own review comes above the others with the answer to who she is, and moves them: what was pressed in that moment is not hit.
  await expect(page.getByRole('heading', { name: 'Your review' })).toBeVisible();
  const review = page.getByRole('article').filter({ hasText: 'Crisp prints' });
  await expect(review).toContainText('Verified purchase');
  await review.getByRole('link', { name: 'The elephant on cotton' }).click();
  await expect(page.getByRole('dialog', { name: 'Photos by Kamala' }).getByRole('img')).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
});
