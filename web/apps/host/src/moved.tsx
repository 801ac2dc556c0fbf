import { paths } from '@souk/api/paths';
import { speak } from '@souk/shell/server';
import type { GetServerSideProps } from 'next';

export function Moved() {
  return null;
}

/** An address that the shop had before content had its pages. */
export function movedTo(slug: string): GetServerSideProps {
  return ({ locale }) => speak(locale, async () => ({ redirect: { destination: paths.content({ slug }), permanent: true } }));
}
