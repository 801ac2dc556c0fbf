import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';

/** A message as the shop's mail sink keeps it (`./souk mail`). */
interface Mail {
  to: string[];
  subject: string;
  text: string;
}

function mailsTo(address: string): Mail[] {
  const folder = process.env.SOUK_E2E_MAIL;
  if (!folder) throw new Error('SOUK_E2E_MAIL is not set: run the stories with ./souk test e2e.');
  return readdirSync(folder)
    .filter((file) => /^\d+\.json$/.test(file))
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Mail)
    .filter(({ to }) => to.includes(address));
}

/** The newest mail to somebody with this subject, once it has come. */
export async function mailTo(address: string, subject: RegExp): Promise<Mail> {
  const found = () => mailsTo(address).findLast((mail) => subject.test(mail.subject));
  await expect.poll(found, `A mail to ${address} about ${subject}`).toBeTruthy();
  const mail = found();
  if (!mail) throw new Error(`The mail to ${address} is gone.`);
  return mail;
}

/** Six digits, as the newest mail about it has them. */
export async function codeFor(address: string, subject: RegExp): Promise<string> {
  const { text } = await mailTo(address, subject);
  return /\b\d{6}\b/.exec(text)?.[0] ?? '';
}
