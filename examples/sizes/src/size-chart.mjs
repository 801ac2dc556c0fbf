import { LARGEST_CM, SIZES, SMALLEST_CM, sizeFor } from './sizes.mjs';
import { words } from './words.mjs';

// The shop's colours, sizes and fonts reach in by their names; nothing of this reaches out.
const style = new CSSStyleSheet();
style.replaceSync(`
  :host { display: grid; gap: var(--space-2); max-inline-size: 28rem; }
  table { border-collapse: collapse; inline-size: 100%; font-variant-numeric: tabular-nums; }
  th, td { padding: 10px; border-block-end: 1px solid var(--line); text-align: start; }
  th { color: var(--quiet); font-weight: 600; }
  tr[aria-current] td { background: var(--action-tint); font-weight: 600; }
  label { display: grid; gap: 4px; font-weight: 600; }
  input, button { min-block-size: var(--target); box-sizing: border-box; border-radius: var(--radius); font: inherit; }
  input { padding: 10px 12px; border: 1px solid var(--edge); background: var(--surface); color: var(--ink); }
  button { padding: 10px 20px; border: 0; background: var(--action); color: var(--on-action); font-weight: 600; cursor: pointer; }
  button:hover { background: var(--action-strong); }
  :focus-visible { outline: 2px solid var(--action); outline-offset: 2px; }
  p { margin: 0; }
  [hidden] { display: none; }
`);

/** Sizes with the one that fits `chestCm`; says `size-chosen`, with the size, when somebody takes it. */
export class SizeChart extends HTMLElement {
  #chestCm;
  #shown;

  get chestCm() {
    return this.#chestCm;
  }

  set chestCm(chestCm) {
    this.#chestCm = chestCm;
    if (!this.#shown) return;
    this.#shown.input.value = chestCm ?? '';
    this.#say();
  }

  connectedCallback() {
    this.#shown ??= this.#drawn();
    this.chestCm = this.#chestCm;
  }

  #drawn() {
    const { size, upTo, chest } = words();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [style];
    const rows = SIZES.map((each) => row('td', each.size, each.chestCm));
    const table = element('table', {}, element('thead', {}, row('th', size, upTo)), element('tbody', {}, ...rows));
    const input = element('input', { type: 'number', min: SMALLEST_CM, max: LARGEST_CM, step: 'any', inputMode: 'decimal' });
    const answer = element('p', { role: 'status' });
    const button = element('button', { type: 'button', hidden: true });
    input.addEventListener('input', () => {
      this.#chestCm = input.value === '' ? undefined : input.valueAsNumber;
      this.#say();
    });
    button.addEventListener('click', () => this.dispatchEvent(new CustomEvent('size-chosen', { detail: sizeFor(this.#chestCm) })));
    root.append(element('label', {}, chest, input), answer, button, table);
    return { input, answer, button, rows };
  }

  #say() {
    const { answer, button, rows } = this.#shown;
    const { fits, none, choose } = words();
    const size = sizeFor(this.#chestCm);
    answer.textContent = size ? fits(size) : this.#chestCm === undefined ? '' : none;
    button.textContent = size ? choose(size) : '';
    button.hidden = size === null;
    rows.forEach((each, number) => (each.ariaCurrent = SIZES[number].size === size ? 'true' : null));
  }
}

function row(cell, ...texts) {
  return element('tr', {}, ...texts.map((text) => element(cell, cell === 'th' ? { scope: 'col' } : {}, text)));
}

function element(name, facts, ...children) {
  const made = Object.assign(document.createElement(name), facts);
  made.append(...children);
  return made;
}
