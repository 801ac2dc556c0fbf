/** Stands for next/head in the browser: a page's head comes with its HTML and does not change. */
export default function NoHead() {
  return null;
}
