export class Constructed extends HTMLElement {
  constructor() {
    super();
    throw new Error('broken');
  }
}

export class Shown extends HTMLElement {
  connectedCallback() {
    throw new Error('broken');
  }
}

export class ShownLater extends HTMLElement {
  async connectedCallback() {
    await Promise.resolve();
    throw new Error('broken');
  }
}
