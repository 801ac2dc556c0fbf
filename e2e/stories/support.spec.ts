import { axeFindings, layoutFaults } from '../support/layout';
import { mailTo } from '../support/mailbox';
import { expect, test } from '../support/shop';

test('a guest asks for help on an order, gets the answer by mail, and reads and answers it by the mail’s link', async ({
  shopper,
  anotherShopper,
  operator,
}) => {
  const { page } = shopper;
  const email = `asha-${crypto.randomUUID()}@example.com`;
  await shopper.buys('kulhad-cups-set');
  await shopper.seesOrderPlaced();
  await shopper.visits('/orders');
  await page.getByRole('link', { name: /^SK-/ }).click();
  await page.getByRole('link', { name: 'Get help with this order' }).click();
  await expect(page.getByText(/^About order SK-/)).toBeVisible();
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('In a few words').fill('One cup is broken');
  await page.getByLabel('Your question').fill('It came in two pieces. What can we do?');
  await page.getByLabel('Attach a file').setInputFiles({ name: 'cup.txt', mimeType: 'text/plain', buffer: Buffer.from('A picture, in words.') });
  await expect(page.getByText('cup.txt', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Send the question' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'We have your question' })).toBeVisible();
  const link = /http\S+\/support\/tickets\/\S+/.exec((await mailTo(email, /We have your question/)).text)?.[0] ?? '';

  const desk = await operator.answersQuestions();
  await desk.answers(/tickets\/([0-9a-f-]+)/.exec(link)?.[1] ?? '', 'A new one is on its way.', 'Second one this week: tell the packers.');
  const { text } = await mailTo(email, /An answer to your question/);
  expect(text).toContain('A new one is on its way.');
  await anotherShopper.visits(/http\S+\/support\/tickets\/\S+/.exec(text)?.[0] ?? '');

  const reader = anotherShopper.page;
  await expect(reader.getByRole('heading', { level: 1, name: 'One cup is broken' })).toBeVisible();
  const said = reader.getByRole('region', { name: 'What was said' });
  await expect(said.getByRole('listitem').filter({ hasText: 'A new one is on its way.' })).toBeVisible();
  await expect(said).not.toContainText('packers');
  const download = reader.waitForEvent('download');
  await said.getByRole('link', { name: 'cup.txt' }).click();
  expect((await download).suggestedFilename()).toBe('cup.txt');
  await reader.getByLabel('Your reply').fill('Thank you!');
  await reader.getByRole('button', { name: 'Send reply' }).click();
  await expect(said.getByRole('listitem').filter({ hasText: 'Thank you!' })).toBeVisible();
  await reader.setViewportSize({ width: 360, height: 740 });
  expect(await layoutFaults(reader)).toEqual([]);
  expect(await axeFindings(reader)).toEqual([]);
});
