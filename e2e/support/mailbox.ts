import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
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

/** Six digits, as the newest mail about it has them: they begin its subject, so that no command is asked for them. */
export async function codeFor(address: string, subject: RegExp): Promise<string> {
  let code = '';
  await expect
    .poll(() => (code = codesFor(address, subject).at(-1) ?? ''), `A code to ${address} about ${subject}`)
    .not.toBe('');
  return code;
}

function codesFor(address: string, subject: RegExp): string[] {
  const folder = join(process.env['SOUK_HOME'] ?? join(import.meta.dirname, '../../.souk'), 'mail');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.eml'))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .filter((mail) => mail.slice(0, mail.indexOf('\n')).includes(`"${address}"`))
    .flatMap((mail) => {
      const [, code, rest] = /^Subject: (\d{6}) (.*)$/m.exec(mail) ?? [];
      return code !== undefined && subject.test(rest ?? '') ? [code] : [];
    });
}
