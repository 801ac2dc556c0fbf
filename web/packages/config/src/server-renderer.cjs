'use strict';
/**
 * Stands in a built zone's server for `react-dom/server.edge`, which Next's Pages Router renders by (one-renderer.mjs).
 * That build encodes every fragment of a page into bytes of its own, and Next joins and decodes them: a quarter of a
 * listing's rendering. The same package's `renderToString` makes the same HTML as one string. It cannot wait, though: a
 * page that holds something unfinished is rendered by the stream after all.
 */
const { renderToString } = require('./cjs/react-dom-server-legacy.node.production.js');
const { renderToReadableStream } = require('./cjs/react-dom-server.node.production.js');

// What renderToString writes where it left a part of the page to the browser, because it waits or has failed.
const LEFT_TO_BROWSER = '<!--$!-->';

exports.renderToReadableStream = async function render(element, options) {
  const html = wholeOf(element, options);
  return html === null ? renderToReadableStream(element, options) : asStream(html);
};

function wholeOf(element, options) {
  try {
    const html = renderToString(element, options);
    return html.includes(LEFT_TO_BROWSER) ? null : html;
  } catch {
    return null; // the stream waits for what could not be waited for, and reports what is wrong
  }
}

function asStream(html) {
  const stream = new ReadableStream({
    start(controller) {
      controller.enqueue(Buffer.from(html));
      controller.close();
    },
  });
  return Object.assign(stream, { allReady: Promise.resolve() });
}
