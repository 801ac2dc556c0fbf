import '@souk/ui/styles.css';
import '@souk/shell/styles.css';
import { PageFrame } from '@souk/shell';
import type { AppProps } from 'next/app';

export default function App({ Component, pageProps, router }: AppProps) {
  if (router.pathname === '/embedded') return <Component {...pageProps} />;
  return (
    <PageFrame shell={pageProps.shell} page={router.pathname}>
      <Component {...pageProps} />
    </PageFrame>
  );
}
