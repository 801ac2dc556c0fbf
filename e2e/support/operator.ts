import { readFileSync } from 'node:fs';
import { expect, type APIRequestContext, request } from '@playwright/test';

type Account = { type: string; email: string; password: string };

interface Variant {
  sku: string;
  options: Record<string, string>;
  available: boolean;
  stock_left: number | null;
}

export async function variantsOf(api: APIRequestContext, handle: string): Promise<Variant[]> {
  const shown = await api.get(`/product-service/api/v1/products/${handle}`);
  return ((await shown.json()) as { variants: Variant[] }).variants;
}

/** The one that a shopper picks by these options. */
export function isOf(variant: Variant, options: Record<string, string>): boolean {
  return Object.entries(options).every(([name, value]) => variant.options[name] === value);
}

/** The operator's side of a story: puts stock where the story needs it, by the admin API. */
export class Operator {
  constructor(private readonly shopUrl: string) {}

  private async token(): Promise<string> {
    const file = process.env.SOUK_E2E_ACCOUNTS;
    if (!file) throw new Error('SOUK_E2E_ACCOUNTS is not set: run the stories with ./souk test e2e.');
    const accounts = JSON.parse(readFileSync(file, 'utf8')) as Account[];
    const admin = accounts.find((account) => account.type === 'admin');
    if (!admin) throw new Error(`${file} names no admin account.`);
    const api = await request.newContext({ baseURL: this.shopUrl });
    const answer = await api.post('/user-service/api/v1/auth/admin/tokens', {
      data: { email: admin.email, password: admin.password },
    });
    expect(answer.status(), await answer.text()).toBe(200);
    const tokens = (await answer.json()) as { access_token: string };
    await api.dispose();
    return tokens.access_token;
  }

  /** What an editor does with the content service. */
  async edits() {
    const api = await this.signedIn();
    const sent = async (method: string, path: string, data?: object): Promise<Record<string, unknown>> => {
      const answer = await api.fetch(`/content-service/api/v1${path}`, { method, data });
      expect(answer.ok(), await answer.text()).toBe(true);
      return answer.status() === 204 ? {} : ((await answer.json()) as Record<string, unknown>);
    };
    return {
      post: (path: string, data: object) => sent('POST', path, data),
      put: (path: string, data: object) => sent('PUT', path, data),
      remove: (path: string) => sent('DELETE', path),
    };
  }

  /** What an agent does at the support desk. */
  async answersQuestions() {
    const api = await this.signedIn();
    const written = async (path: string, data: object): Promise<void> => {
      const headers = { 'idempotency-key': crypto.randomUUID() };
      const answer = await api.post(`/support-service/api/v1/desk/tickets/${path}`, { data, headers });
      expect(answer.ok(), await answer.text()).toBe(true);
    };
    return {
      /** With a note that no one but agents may see. */
      answers: async (ticketId: string, text: string, note: string): Promise<void> => {
        await written(`${ticketId}/notes`, { text: note });
        await written(`${ticketId}/answers`, { text, version: 1 });
      },
    };
  }

  /** Of a product's reviews that wait for a moderator, the newest. */
  async publishesReview(handle: string): Promise<void> {
    const api = await this.signedIn();
    const queue = await api.get('/reviews-service/api/v1/moderation/reviews');
    const waiting = ((await queue.json()) as { items: { id: string; handle: string; version: number }[] }).items;
    const review = waiting.findLast((one) => one.handle === handle);
    if (!review) throw new Error(`No review of ${handle} waits.`);
    const data = { state: 'published', version: review.version };
    const answer = await api.put(`/reviews-service/api/v1/moderation/reviews/${review.id}/decision`, { data });
    expect(answer.status(), await answer.text()).toBe(200);
    await api.dispose();
  }

  /** A promotion by a code of its own, which no other story uses. */
  async promotes(rule: object): Promise<string> {
    const api = await this.signedIn();
    const code = `STORY-${crypto.randomUUID().slice(0, 8).toUpperCase()}`;
    const answer = await api.post('/cart-service/api/v1/editor/promotions', { data: { ...rule, code } });
    expect(answer.status(), await answer.text()).toBe(201);
    return code;
  }

  private async signedIn(): Promise<APIRequestContext> {
    return request.newContext({
      baseURL: this.shopUrl,
      extraHTTPHeaders: { authorization: `Bearer ${await this.token()}` },
    });
  }

  /** Of the variant that a shopper picks by these options. */
  async putsStock(handle: string, options: Record<string, string>, stock: number): Promise<void> {
    const api = await this.signedIn();
    const sku = (await variantsOf(api, handle)).find((one) => isOf(one, options))?.sku;
    if (!sku) throw new Error(`${handle} has no variant ${JSON.stringify(options)}.`);
    const answer = await api.patch(`/product-service/api/v1/variants/${sku}`, { data: { stock } });
    expect(answer.status(), await answer.text()).toBe(200);
    await api.dispose();
  }
}
