import { axeFindings, layoutFaults } from '../support/layout';
import { codeFor, mailTo } from '../support/mailbox';
import { expect, test } from '../support/shop';

test('on a phone a shopper signs in with the code of a mail', async ({ shopper, watch }) => {
  watch.allow(/status of 401/);
  const { page } = shopper;
  const { email } = await shopper.signsUp('Meera Iyer');
  await page.context().clearCookies();
  await page.setViewportSize({ width: 390, height: 844 });
  await shopper.visits('/login?back=%2Forders');
  await page.getByRole('link', { name: 'Sign in with a code' }).click();
  await page.getByLabel('Email or phone number').fill(email);
  expect(await layoutFaults(page)).toEqual([]);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Send the code' }).click();
  await expect(page.getByText(`If ${email} belongs to an account`)).toBeVisible();
  const code = await codeFor(email, /code to sign in/);

  await page.reload();
  await page.getByLabel('Code', { exact: true }).fill(code === '111111' ? '222222' : '111111');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText(/not right.*new one/);
  expect(await layoutFaults(page)).toEqual([]);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByLabel('Code', { exact: true }).fill(code);
  await page.getByRole('button', { name: 'Sign in' }).click();

  await expect(page).toHaveURL(/\/orders$/);
  await expect(page.getByRole('button', { name: /Meera/ })).toBeVisible();
});

test('a new password by code ends the sessions on all other devices', async ({ shopper, anotherShopper, watch }) => {
  watch.allow(/status of 401/);
  const { email } = await shopper.signsUp('Latha Menon');
  await shopper.visits('/orders');
  await expect(shopper.page.getByRole('button', { name: /Latha/ })).toBeVisible();

  const { page } = anotherShopper;
  await anotherShopper.visits('/login/reset');
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Send the code' }).click();
  await page.getByLabel('Code', { exact: true }).fill(await codeFor(email, /code for a new password/));
  await page.getByLabel('Password').fill('tamarind-harbour-31');
  await page.getByRole('button', { name: 'Set password and sign in' }).click();
  await expect(page.getByRole('button', { name: /Latha/ })).toBeVisible();
  expect((await mailTo(email, /password was changed/)).text).toContain('It was not you?');

  // What was signed in is so for ten minutes at most: then its tokens are renewed, or not.
  await shopper.page.context().clearCookies({ name: 'souk_access_customer' });
  await shopper.visits('/orders');
  await expect(shopper.page.getByRole('link', { name: 'Sign in', exact: true })).toBeVisible();
});

test('a guest is written to when what was sold out is back', async ({ shopper, operator }) => {
  const email = `gita-${crypto.randomUUID()}@example.com`;
  await operator.putsStock('cast-iron-kadhai', { Size: '22 cm' }, 0); // the other size is sold out as well
  const { page } = shopper;
  await shopper.visits('/products/cast-iron-kadhai');
  await page.getByRole('button', { name: /Notify me when .* is back/ }).click();
  await page.getByLabel('Your e-mail address').fill(email);
  expect(await layoutFaults(page)).toEqual([]);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Notify me', exact: true }).click();
  await expect(page.getByText('We’ll write to you once it is back.')).toBeVisible();

  await operator.putsStock('cast-iron-kadhai', { Size: '22 cm' }, 30);

  const { text } = await mailTo(email, /is back$/);
  expect(text).toContain('/products/cast-iron-kadhai?variant=');
  const stop = /\/account\/notices#\S+/.exec(text)?.[0] ?? '';
  await shopper.visits(stop);
  await page.getByRole('button', { name: 'Do not write to this address' }).click();
  await expect(page.getByText(/We will not write to this address/)).toBeVisible();
});
