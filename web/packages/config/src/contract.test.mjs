import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { shapesIn } from './contract.mjs';

const folder = mkdtempSync(join(tmpdir(), 'contract-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('props are told by their shape, whatever the types are called', () => {
  const file = join(folder, 'remotes.ts');
  writeFileSync(
    file,
    `interface Line { sku: string; more?: Line[] }
     type Size = 'small' | 'large';
     export interface Remotes {
       'cart/Nothing': Record<never, never>;
       'cart/Badge': { size: Size; on: boolean; lines: readonly Line[]; choose: (sku: string | null, times?: number) => void };
     }`,
  );

  const shapes = shapesIn(file, 'Remotes');

  expect(shapes['cart/Nothing']).toEqual({ props: {} });
  const { choose, lines, on, size } = shapes['cart/Badge'].props;
  expect(size).toEqual({ optional: false, shape: { union: [{ literal: 'large' }, { literal: 'small' }] } });
  expect(on.shape).toBe('boolean');
  expect(lines.shape.list.props.sku).toEqual({ optional: false, shape: 'string' });
  expect(lines.shape.list.props.more.shape.union[1]).toEqual({ list: { named: 'Line' } });
  expect(choose.shape.takes.map((each) => each.optional)).toEqual([false, true]);
  expect(choose.shape.takes[0].shape).toEqual({ union: ['null', 'string'] });
});

test('a type that is nowhere is named', () => {
  const file = join(folder, 'broken.ts');
  writeFileSync(file, "export interface Remotes { 'cart/Badge': { line: Missing } }");

  expect(() => shapesIn(file, 'Remotes')).toThrow("Cannot find name 'Missing'");
});
