import { axeFindings, layoutFaults } from '../support/layout';
import { codeFor } from '../support/mailbox';
import { expect, test } from '../support/shop';

test('a customer downloads a copy of everything, and deletes the account', async ({ shopper, watch }) => {
  watch.allow(/status of 401/); // the login that is refused at the end
  const { email, password } = await shopper.signsUp('Meera Iyer');
  const { page } = shopper;
  await shopper.visits('/account/privacy');
  expect(await layoutFaults(page)).toEqual([]);
  expect(await axeFindings(page)).toEqual([]);

  const copy = page.getByRole('form', { name: 'A copy of everything' });
  await copy.getByLabel('Your password').fill(password);
  await copy.getByRole('button', { name: 'Make a copy' }).click();
  const downloaded = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download it' }).click();
  expect((await downloaded).suggestedFilename()).toBe('my-data.zip');

  const deletion = page.getByRole('form', { name: 'Delete your account' });
  await deletion.getByLabel('Your password').fill(password);
  await deletion.getByRole('button', { name: 'Send me the code to delete' }).click();
  await page.getByLabel('Code', { exact: true }).fill(await codeFor(email, /delete/i));
  await page.getByRole('button', { name: 'Delete my account for good' }).click();

  await expect(page.getByRole('status').filter({ hasText: 'Your account is deleted.' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Sign in', exact: true }).first()).toBeVisible();
  await shopper.visits('/login');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
});

test.describe('whoever has not said whether visits may be counted', () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test('is asked once, by keyboard as well, and may think better of it from the footer of every page', async ({ shopper }) => {
    const { page } = shopper;
    await page.setViewportSize({ width: 360, height: 740 });
    const question = page.getByRole('region', { name: 'May we count this visit?' });
    await shopper.visits('/');
    await expect(question).toBeVisible();
    expect(await layoutFaults(page)).toEqual([]);
    expect(await axeFindings(page)).toEqual([]);

    await question.getByRole('button', { name: 'No, thanks' }).focus();
    await page.keyboard.press('Enter');
    await expect(question).toBeHidden();
    await page.getByRole('contentinfo').getByRole('button', { name: 'Counting of visits' }).click();
    await expect(question.getByText('So far you have said no.')).toBeVisible();
    await expect(question.getByRole('heading')).toBeFocused();
    await question.getByRole('button', { name: 'Yes, you may' }).click();
    await expect(question).toBeHidden();
    await shopper.visits('/products');
    await page.getByRole('contentinfo').getByRole('button', { name: 'Counting of visits' }).click();
    await expect(question.getByText('So far you have agreed.')).toBeVisible();
  });
});
