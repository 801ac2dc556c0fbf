import type { ApiError } from './errors';
import { languages } from './generated/system';
import { language } from './language';

/** By code: what happened, and what to do. */
type Refusals = Readonly<Record<string, readonly [cause: string, fix: string] | undefined>>;

/** Services speak the shop's own language; another one says by the code what they refuse, in words that come with the first refusal. */
export async function translated(problem: ApiError): Promise<ApiError> {
  const { locale } = language();
  if (locale === languages[0].locale) return problem;
  try {
    const { default: refusals } = (await import(`./refusals/${locale}.json`)) as { default: Refusals };
    const [cause, fix] = refusals[problem.code] ?? [problem.cause, problem.fix];
    return { ...problem, cause, fix };
  } catch {
    return problem; // the words could not be loaded: better in another language than not at all
  }
}
