import { api } from '@souk/api';
import { SoukProvider, store } from '@souk/store';
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SupportPage } from './SupportPage';

const ID = '01a1fc50-0b55-741b-937e-3a70ccd18874';
const AT = '2026-11-24T04:00:00Z';
const CENTER = {
  topics: [{ slug: 'delivery', title: 'Delivery', summary: 'When it comes.', articles: [{ slug: 'where', title: 'Where is it?', summary: 'On its page.' }] }],
};
const ARTICLE = {
  slug: 'where', topic: 'delivery', title: 'Where is it?', summary: 'On its page.', updated_at: AT,
  body: [{ kind: 'paragraph', runs: [{ text: 'Look at the order.', bold: false, italic: false, href: null }] }],
}; // prettier-ignore

function aTicket(more: object = {}) {
  return {
    id: ID, number: 'HT-7F3K-9QLM', subject: 'Where is my lamp?', state: 'open', order: null, opened_at: AT, updated_at: AT,
    messages: [{ id: 'm1', kind: 'question', text: 'It should be here.\nPlease look.', written_at: AT, attachments: [] }],
    satisfaction: null, ...more,
  }; // prettier-ignore
}

function anAnswer(text: string) {
  const attachments = [{ id: 'f', name: 'label.pdf', type: 'application/pdf', size: 20_000, href: '/support-service/api/v1/attachments/f?pass=1' }];
  return { id: text, kind: 'answer', text, written_at: AT, attachments };
}

interface Asked {
  method: string;
  path: string;
  token: string | null;
  type: string | null;
  body: unknown;
}

/** Stands for the services; a reply may be changed while the page looks at it. */
function aShop(replies: Record<string, { status?: number; body?: unknown }>) {
  const asked: Asked[] = [];
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const path = url.pathname.replace(/^\/\w+-service\/api\/v1/, '') + url.search;
    const type = request.headers.get('content-type');
    const body = type?.includes('json') ? ((await request.clone().json()) as unknown) : null;
    asked.push({ method: request.method, path, token: request.headers.get('x-ticket-token'), type, body });
    const { status = 200, body: reply = {} } = replies[`${request.method} ${path}`] ?? { status: 404 };
    return Response.json(reply, { status });
  });
  return { asked, replies };
}

function arrive(path = '/support', search = '') {
  const navigate = vi.fn();
  render(
    <SoukProvider>
      <SupportPage shell={{ base: '/support', path, search, navigate }} />
    </SoukProvider>,
  );
  return navigate;
}

beforeEach(() => {
  document.cookie = 'souk_session=; max-age=0';
  document.cookie = 'souk_visitor=1';
  location.hash = '';
  localStorage.clear();
  sessionStorage.clear();
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  store.dispatch(api.util.resetApiState());
});

describe('the help center', () => {
  it('shows its articles by topic, and searches by the address', async () => {
    aShop({ 'GET /articles': { body: CENTER } });
    const navigate = arrive();

    expect((await screen.findByRole('link', { name: 'Where is it?' })).getAttribute('href')).toBe('/support/articles/where');
    await userEvent.setup().type(screen.getByRole('searchbox'), ' parcel late {Enter}');

    expect(navigate).toHaveBeenCalledWith('/support?find=parcel+late');
  });

  it('says how many answers fit, and how to ask where none does', async () => {
    aShop({ 'GET /found-articles?q=lamp': { body: { items: [] } } });
    arrive('/support', '?find=lamp');

    await screen.findByRole('heading', { name: 'Nothing fits these words' });
    expect(screen.getByRole('status').textContent).toBe('0 answers found.');
    expect(screen.getAllByRole('link', { name: 'Ask us' })[0]?.getAttribute('href')).toBe('/support/new');
  });

  it('is tried again where it could not be had', async () => {
    const shop = aShop({ 'GET /articles': { status: 500 } });
    arrive();
    await screen.findByRole('alert');

    shop.replies['GET /articles'] = { body: CENTER };
    await userEvent.setup().click(screen.getByRole('button', { name: 'Try again' }));

    await screen.findByRole('heading', { name: 'Delivery' });
  });

  it('takes one word on whether an article helped, and remembers it', async () => {
    const { asked } = aShop({ 'GET /articles/where': { body: ARTICLE }, 'PUT /helpfulness/where': { status: 200 } });
    arrive('/support/articles/where');

    await userEvent.setup().click(await screen.findByRole('button', { name: 'Yes' }));

    await screen.findByText(/Thank you/);
    expect(screen.getByRole('button', { name: 'Yes' }).getAttribute('aria-pressed')).toBe('true');
    expect(asked.at(-1)).toMatchObject({ method: 'PUT', body: { helpful: true } });
    expect(localStorage.getItem('souk-helpful:where')).toBe('yes');
  });

  it('says that an article is not here', async () => {
    aShop({});
    arrive('/support/articles/gone');

    await screen.findByRole('heading', { level: 1, name: 'This article is not here' });
  });
});

describe('a question', () => {
  it('of a guest opens with the token of the mail’s link, and shows what was said', async () => {
    location.hash = '#token=secret';
    const { asked } = aShop({ [`GET /tickets/${ID}`]: { body: aTicket({ state: 'waiting', messages: [...aTicket().messages, anAnswer('On Tuesday.')] }) } });
    arrive(`/support/tickets/${ID}`);

    await screen.findByRole('heading', { level: 1, name: 'Where is my lamp?' });
    const said = within(screen.getByRole('region', { name: 'What was said' })).getAllByRole('listitem');
    expect(said[1]?.textContent).toContain('On Tuesday.');
    expect(screen.getByRole('link', { name: 'label.pdf' }).getAttribute('href')).toContain('pass=1');
    expect(asked[0]?.token).toBe('secret');
  });

  it('is answered while one reads, and that is said aloud', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    location.hash = '#token=secret';
    const shop = aShop({ [`GET /tickets/${ID}`]: { body: aTicket() } });
    arrive(`/support/tickets/${ID}`);
    await screen.findByText(/It should be here/);

    shop.replies[`GET /tickets/${ID}`] = { body: aTicket({ state: 'waiting', messages: [...aTicket().messages, anAnswer('On Tuesday.')] }) };
    await act(() => vi.advanceTimersByTimeAsync(11_000));

    await screen.findByText('On Tuesday.');
    expect(screen.getByText('A new answer has come.')).toBeTruthy();
  });

  it('takes a reply with its file, keeps what is typed, and says that it has it', async () => {
    location.hash = '#token=secret';
    const file = { id: 'f1', name: 'lamp.png', type: 'image/png', size: 2000 };
    const { asked } = aShop({
      [`GET /tickets/${ID}`]: { body: aTicket() },
      'POST /attachments?name=lamp.png': { status: 201, body: file },
      [`POST /tickets/${ID}/messages`]: { status: 201, body: aTicket() },
    });
    arrive(`/support/tickets/${ID}`);
    const user = userEvent.setup();

    await user.click(await screen.findByRole('button', { name: 'Send reply' }));
    expect(screen.getByRole('textbox', { name: /Your reply/ }).getAttribute('aria-invalid')).toBe('true');
    await user.type(screen.getByRole('textbox', { name: /Your reply/ }), 'Here it is.');
    expect(sessionStorage.getItem(`souk-reply:${ID}`)).toBe('Here it is.');
    await user.upload(screen.getByLabelText('Attach a file'), new File(['x'], 'lamp.png', { type: 'image/png' }));
    await screen.findByRole('button', { name: 'Remove “lamp.png”' });
    await user.click(screen.getByRole('button', { name: 'Send reply' }));

    await screen.findByText('Your reply is with us.');
    expect(asked.find(({ path }) => path.startsWith('/attachments'))?.type).toBe('image/png');
    expect(asked.find(({ path }) => path.endsWith('/messages'))).toMatchObject({ token: 'secret', body: { text: 'Here it is.', attachments: ['f1'] } });
    expect(sessionStorage.getItem(`souk-reply:${ID}`)).toBeNull();
  });

  it('that is solved asks how it went', async () => {
    document.cookie = 'souk_session=1';
    const { asked } = aShop({ [`GET /tickets/${ID}`]: { body: aTicket({ state: 'solved' }) }, [`PUT /tickets/${ID}/satisfaction`]: { body: aTicket() } });
    arrive(`/support/tickets/${ID}`);
    const user = userEvent.setup();

    await user.click(await screen.findByRole('radio', { name: 'Not really' }));
    await user.type(screen.getByRole('textbox', { name: /What should we know/ }), 'Too slow.');
    await user.click(screen.getByRole('button', { name: 'Send' }));

    await screen.findByText('Thank you for telling us.');
    expect(asked.find(({ path }) => path.endsWith('/satisfaction'))?.body).toEqual({ satisfied: false, comment: 'Too slow.' });
  });

  it('whose link is over gets a new one, sent to its own address', async () => {
    location.hash = '#token=old';
    aShop({
      [`GET /tickets/${ID}`]: { status: 410, body: { type: 'urn:souk:link-expired', cause: 'Over.', fix: 'Ask.' } },
      [`POST /tickets/${ID}/links`]: { status: 202, body: null },
    });
    arrive(`/support/tickets/${ID}`);

    await userEvent.setup().click(await screen.findByRole('button', { name: 'Send me a new link' }));

    await screen.findByText(/A new link is on its way/);
  });

  it('is not even asked for by who is neither signed in nor has its link', () => {
    const { asked } = aShop({});
    arrive(`/support/tickets/${ID}`);

    expect(screen.getByRole('heading', { level: 1, name: 'We cannot show this question' })).toBeTruthy();
    expect(asked).toEqual([]);
  });
});

describe('asking', () => {
  const ORDER = { id: ID, number: 'SK-7F3K-9QLM', lines: [{ title: 'Brass lamp' }], contact: { name: 'Asha Rao', email: 'asha@example.com', phone: '1' } };

  it('about an order knows who asks, and leads a guest to their mailbox', async () => {
    location.hash = '#token=order-link';
    const { asked } = aShop({ [`GET /orders/${ID}`]: { body: ORDER }, 'POST /tickets': { status: 201, body: aTicket() } });
    const navigate = arrive('/support/new', `?order=${ID}`);
    const user = userEvent.setup();

    await screen.findByText('About order SK-7F3K-9QLM');
    await screen.findByDisplayValue('asha@example.com');
    await user.type(screen.getByRole('textbox', { name: 'In a few words' }), 'Where is my lamp?');
    await user.type(screen.getByRole('textbox', { name: 'Your question' }), 'It is late.');
    await user.click(screen.getByRole('button', { name: 'Send the question' }));

    await waitFor(() => expect(navigate).toHaveBeenCalledWith('/support/new/sent?number=HT-7F3K-9QLM'));
    expect(asked.find(({ path }) => path === '/tickets')?.body).toMatchObject({ email: 'asha@example.com', order: { id: ID, token: 'order-link' } });
    expect(sessionStorage.getItem('souk-question')).toBeNull();
  });

  it('says beside each field what is missing, and goes to the first', async () => {
    const { asked } = aShop({});
    arrive('/support/new');
    const user = userEvent.setup();

    await user.type(screen.getByRole('textbox', { name: 'Name' }), 'Asha');
    await user.click(screen.getByRole('button', { name: 'Send the question' }));

    const email = screen.getByRole('textbox', { name: 'E-mail' });
    await waitFor(() => expect(document.activeElement).toBe(email));
    expect(email.getAttribute('aria-invalid')).toBe('true');
    expect(asked).toEqual([]);
  });

  it('keeps what was typed over a reload and over a refusal', async () => {
    aShop({ 'POST /tickets': { status: 429, body: { type: 'urn:souk:too-many', cause: 'This was tried too often.', fix: 'Wait.' } } });
    sessionStorage.setItem('souk-question', JSON.stringify({ name: 'Asha', email: 'a@example.com', subject: 'A lamp', text: 'Where?' }));
    arrive('/support/new');

    await userEvent.setup().click(screen.getByRole('button', { name: 'Send the question' }));

    await screen.findByText('This was tried too often.');
    expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Your question' }).value).toBe('Where?');
  });

  it('without the order where that is not shown here', async () => {
    aShop({});
    arrive('/support/new', `?order=${ID}`);

    expect(screen.getByRole('link', { name: 'Ask without the order' }).getAttribute('href')).toBe('/support/new');
  });
});

describe('the list', () => {
  it('shows a customer their questions, newest first and more on demand', async () => {
    document.cookie = 'souk_session=1';
    aShop({
      'GET /tickets': { body: { items: [aTicket()], next_cursor: 'older' } },
      'GET /tickets?cursor=older': { body: { items: [aTicket({ id: 'x', subject: 'An older one' })], next_cursor: null } },
    });
    arrive('/support/tickets');

    await userEvent.setup().click(await screen.findByRole('button', { name: 'Show more' }));

    await screen.findByRole('link', { name: 'An older one' });
    expect(screen.getByRole('link', { name: 'Where is my lamp?' }).getAttribute('href')).toBe(`/support/tickets/${ID}`);
  });

  it('tells a guest where their questions are, and asks nothing of the services', () => {
    const { asked } = aShop({});
    arrive('/support/tickets');

    expect(screen.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe('/login?back=%2Fsupport%2Ftickets');
    expect(asked).toEqual([]);
  });
});
