import { SizeChart } from './size-chart.mjs';
import { words } from './words.mjs';

/** A page of the shop at its base path: its heading stands in the page itself, where the shop's own styles and focus find it. */
export class SizesPage extends HTMLElement {
  #shell;
  #title = document.createElement('title');
  #chart;

  /** Given before the page is shown, and again with each address below its base. */
  set shell(shell) {
    this.#shell = shell;
    if (this.#chart) this.#chart.chestCm = this.#chestInAddress();
  }

  connectedCallback() {
    const { title, text } = words();
    this.#title.textContent = title;
    document.head.append(this.#title);
    const [heading, says] = ['h1', 'p'].map((name) => document.createElement(name));
    heading.textContent = title;
    says.textContent = text;
    this.#chart = document.createElement(tagOfChart());
    this.#chart.chestCm = this.#chestInAddress();
    this.#chart.addEventListener('size-chosen', ({ detail }) => this.#shell.navigate(`${this.#language()}/products?option.Size=${detail}`));
    this.replaceChildren(heading, says, this.#chart);
  }

  disconnectedCallback() {
    this.#title.remove();
  }

  #chestInAddress() {
    return Number(new URLSearchParams(this.#shell.search).get('chest')) || undefined;
  }

  /** What stands in front of `/sizes` in another language than the shop's own. */
  #language() {
    return this.#shell.base.replace(/\/sizes$/, '');
  }
}

/** Of this release: another one on the same page has a class, and so a name, of its own. */
function tagOfChart() {
  const known = customElements.getName(SizeChart);
  if (known) return known;
  let tag = 'sizes-chart';
  while (customElements.get(tag)) tag += '-next';
  customElements.define(tag, SizeChart);
  return tag;
}
