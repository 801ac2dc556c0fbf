import { AsyncLocalStorage } from 'node:async_hooks';
import { numbers } from '@souk/api/numbers';
import { languages } from '@souk/api/system';
import texts from '@souk/catalogues';

const KEY = Symbol.for('souk.speaking');
const shared = globalThis as { [KEY]?: AsyncLocalStorage<string> };

/** One for all bundles of a server: a page is loaded by one of them and rendered by another. */
const speaking = (shared[KEY] ??= new AsyncLocalStorage());

/** Whatever `work` renders or loads speaks the language that Next found in the path. */
export function speak<Result>(code: string | undefined, work: () => Result): Result {
  globalThis.soukTexts ??= texts;
  globalThis.soukNumbers ??= numbers;
  globalThis.soukSpeaking ??= () => speaking.getStore();
  return speaking.run(spokenAs(code).locale, work);
}

export function spokenAs(code: string | undefined) {
  return languages.find((known) => known.code === code) ?? languages[0];
}
