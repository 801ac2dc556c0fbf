import { expect, test } from '../support/shop';

const PATIENCE = { timeout: 60_000 };
const TEXT = 'Every second Sunday, with tea and the makers themselves.';

function aPage(title: string) {
  const text = [{ kind: 'paragraph', runs: [{ text: TEXT }, { text: ' See you there.', bold: true }] }];
  return { title, description: 'When the market comes to you.', blocks: [{ type: 'rich_text', text }] };
}

test('an editor schedules a banner and shoppers see it from its time on, guests and customers their own', async ({
  shopper,
  anotherShopper,
  operator,
}) => {
  const words = crypto.randomUUID().slice(0, 8);
  const startsAt = new Date(Date.now() + 5_000).toISOString();
  await anotherShopper.signsUp('Meera Iyer');
  const edit = await operator.edits();
  const scheduled = await Promise.all(
    (['guests', 'signed-in'] as const).map((audience) =>
      edit.post('/editor/banners', {
        slot: 'home',
        content: { title: `${words} for ${audience}`, action: { label: 'Look', href: '/products' } },
        audience,
        position: 0,
        starts_at: startsAt,
      }),
    ),
  );
  const seenBy = ({ page }: typeof shopper, audience: string) => page.getByRole('complementary', { name: `${words} for ${audience}` });

  await shopper.visits('/');
  const early = await seenBy(shopper, 'guests').count();
  const isEarly = Date.now() < Date.parse(startsAt);
  for (const [who, theirs, others] of [
    [shopper, 'guests', 'signed-in'],
    [anotherShopper, 'signed-in', 'guests'],
  ] as const) {
    await expect(async () => {
      await who.visits('/');
      await expect(seenBy(who, theirs)).toBeVisible({ timeout: 500 });
    }).toPass(PATIENCE);
    await expect(seenBy(who, others)).toBeHidden();
  }

  if (isEarly) expect(early).toBe(0);
  for (const { id } of scheduled) await edit.remove(`/editor/banners/${id}`);
});

test('a draft is shown by its link alone, then to everybody, and is gone when it is taken down', async ({ shopper, watch, operator }) => {
  const { page } = shopper;
  const slug = `market-day-${crypto.randomUUID().slice(0, 8)}`;
  const edit = await operator.edits();
  watch.allow(/status of 404/);
  await edit.put(`/editor/pages/${slug}`, { version: 0, content: aPage('Market day') });

  await shopper.visits(`/content/${slug}`);
  await expect(page.getByRole('heading', { level: 1, name: 'There is no such page' })).toBeVisible();
  const { path } = await edit.post(`/editor/pages/${slug}/previews`, {});
  await shopper.visits(String(path));
  await expect(page.getByRole('status').filter({ hasText: 'A preview' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'Market day' })).toBeVisible();
  await edit.post(`/editor/pages/${slug}/publications`, {});
  await expect(async () => {
    await shopper.visits(`/content/${slug}`);
    await expect(page.getByText(TEXT)).toBeVisible({ timeout: 500 });
  }).toPass(PATIENCE);
  await expect(page.getByRole('status').filter({ hasText: 'A preview' })).toHaveCount(0);
  await edit.post(`/editor/pages/${slug}/take-down`, {});

  await expect(async () => {
    await shopper.visits(`/content/${slug}`);
    await expect(page.getByRole('heading', { level: 1, name: 'There is no such page' })).toBeVisible({ timeout: 500 });
  }).toPass(PATIENCE);
});

test('a shopper finds the answer to a question, by keyboard alone', async ({ shopper }) => {
  const { page } = shopper;
  await shopper.visits('/');
  await page.getByRole('link', { name: 'Questions and answers' }).focus();
  await page.keyboard.press('Enter');

  await page.getByLabel('Search the questions').focus();
  await page.keyboard.type('parcel arrive');
  await page.keyboard.press('Enter');
  const found = page.getByRole('region', { name: /answers? to “parcel arrive”/ });
  await found.getByText('When will my parcel arrive?').focus();
  await page.keyboard.press('Enter');

  await expect(found.getByText(/it shows the day/)).toBeVisible();
});

test('old addresses lead to the pages of content', async ({ shopper }) => {
  for (const name of ['returns', 'contact', 'privacy', 'terms']) {
    await shopper.visits(`/${name}`);
    await expect(shopper.page).toHaveURL(new RegExp(`/content/${name}$`));
    await expect(shopper.page.getByRole('heading', { level: 1 })).toHaveText(new RegExp(name, 'i'));
  }
});
