export default function Home() {
  return <h1>Souk</h1>;
}
export async function getServerSideProps() {
  return { props: {} };
}
