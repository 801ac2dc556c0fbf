import { act, useState } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import { Still, unsent, type Unsent } from './Still';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

function Shelf({ goods }: { goods: Unsent<readonly string[]> }) {
  const [opened, setOpened] = useState(false);
  return (
    <section>
      <button onClick={() => setOpened(true)}>{opened ? 'open' : 'closed'}</button>
      <Still of={goods} className="goods">
        {(names) => names.map((name) => <p key={name}>{name}</p>)}
      </Still>
    </section>
  );
}

test('what is unsent is seen by who has it, and is not in what is sent', () => {
  const props = { title: 'Mugs', goods: unsent(['Blue mug']), maker: unsent({ name: 'Khurja Kiln' }) };

  expect(props.goods.map((name) => name)).toEqual(['Blue mug']);
  expect(props.maker).toEqual({ name: 'Khurja Kiln' });
  expect(JSON.parse(JSON.stringify(props))).toEqual({ title: 'Mugs' });
});

test('the browser keeps what the server rendered, also when the page around it changes', async () => {
  const said = vi.spyOn(console, 'error');
  document.body.innerHTML = renderToString(<Shelf goods={['Blue mug', 'Red mug']} />);
  const goods = document.querySelector('.goods')?.innerHTML;
  expect(goods).toContain('Red mug');

  await act(async () => hydrateRoot(document.body, <Shelf goods={undefined} />));
  await act(async () => document.querySelector('button')?.click());

  expect(document.querySelector('button')?.textContent).toBe('open');
  expect(document.querySelector('.goods')?.innerHTML).toBe(goods);
  expect(said).not.toHaveBeenCalled();
});
