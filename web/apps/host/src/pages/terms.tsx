import { movedTo } from '../moved';

export { Moved as default } from '../moved';

export const getServerSideProps = movedTo('terms');
