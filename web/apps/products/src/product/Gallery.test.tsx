import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { Gallery } from './Gallery';

const IMAGES = ['front', 'close'].map((name) => ({ url: `/media/${name}.webp`, alt: `Mug, ${name}`, width: 800, height: 1000, color: '#eee', srcset: [] }));

function Shown() {
  const [shown, setShown] = useState(0);
  return <Gallery images={IMAGES} shown={shown} onShow={setShown} />;
}

afterEach(cleanup);

describe('the gallery', () => {
  it('is a list of pictures that lead to their files where no script runs', () => {
    render(<Shown />);

    expect(screen.getByRole('link', { name: 'Enlarge: Mug, front' }).getAttribute('href')).toBe('/media/front.webp');
    const target = screen.getByRole('link', { name: 'Show picture 2 of 2' }).getAttribute('href') ?? '';
    expect(document.querySelector(target)?.textContent).toBe('');
    expect(document.querySelector(`${target} img`)?.getAttribute('alt')).toBe('Mug, close');
  });

  it('shows one picture at a time, and enlarges it by keyboard and back', async () => {
    const user = userEvent.setup();
    render(<Shown />);

    await user.click(screen.getByRole('link', { name: 'Show picture 2 of 2' }));
    expect(screen.getByRole('link', { name: 'Show picture 2 of 2' }).getAttribute('aria-current')).toBe('true');
    screen.getByRole('link', { name: 'Enlarge: Mug, close' }).focus();
    await user.keyboard('{Enter}');
    expect(screen.getByRole('link', { name: 'Back to the whole picture: Mug, close' })).toBeTruthy();
    await user.keyboard('{Escape}');

    expect(screen.getByRole('link', { name: 'Enlarge: Mug, close' })).toBeTruthy();
  });
});
