import { mailTo } from '../support/mailbox';
import { expect, test } from '../support/shop';

test('a shopper buys in Arabic, written from the right; the same page in Hindi and English is kept apart', async ({ shopper }) => {
  const { page } = shopper;
  await shopper.fillsBag(1);

  await shopper.visits('/ar/cart');
  await expect(page.getByRole('heading', { level: 1, name: 'حقيبتك' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await page.getByRole('link', { name: 'إتمام الشراء' }).click();
  await page.getByLabel('البريد الإلكتروني').fill('asha@example.com');
  await page.getByLabel('الاسم الكامل').fill('Asha Rao');
  await page.getByLabel('الهاتف').fill('9800000000');
  await page.getByLabel('العنوان', { exact: true }).fill('12 Lake View Road');
  await page.getByLabel('الرمز البريدي').fill('560001');
  await page.getByLabel('المدينة').fill('Bengaluru');
  await page.getByLabel('الولاية').selectOption({ label: 'Karnataka' });
  await page.getByRole('button', { name: 'المتابعة إلى التوصيل' }).click();
  await page.getByRole('button', { name: 'المتابعة إلى الدفع' }).click();
  await page.getByRole('radio', { name: /^الدفع عند الاستلام/ }).check({ force: true });
  await page.getByRole('button', { name: /^تأكيد الطلب/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^شكرًا لك، .?Asha/ })).toBeVisible();
  expect(new URL(page.url()).pathname).toMatch(/^\/ar\/checkout\/placed\//);
  expect((await mailTo('asha@example.com', /^تم تأكيد طلبك/)).text).toContain('الإجمالي: ');

  const titles: Record<string, string> = { '/hi/products': 'सारे उत्पाद', '/products': 'All products', '/ar/products': 'جميع المنتجات' };
  for (const [path, title] of [...Object.entries(titles), ...Object.entries(titles)]) {
    await shopper.visits(path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  }
});
