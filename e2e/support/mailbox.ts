import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from '@playwright/test';

/** A message as `./souk mail` shows it. */
interface Mail {
  subject: string;
  text: string;
}

function mailsTo(address: string): Mail[] {
  const souk = join(import.meta.dirname, '../../souk'); // it finds the stories' shop by SOUK_HOME
  return JSON.parse(execFileSync(souk, ['mail', '--to', address, '--json'], { encoding: 'utf8' })) as Mail[];
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
