import { PageHead, publicPage, type PageShell } from '@souk/shell';
import { Embedded } from '@souk/shell/embedded';

/** Nobody's destination: embed.js takes from here what other sites' pages show. */
export default function EmbeddedPage({ shell }: { shell?: PageShell }) {
  return (
    <>
      <PageHead title="" noindex />
      <Embedded shell={shell} />
    </>
  );
}

export const getServerSideProps = publicPage(async () => ({ props: {} }));
