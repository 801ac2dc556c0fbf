import { Route, ShellRouter, Switch } from '@souk/federation/routing';
import { OrderPage } from './detail/OrderPage';
import type { Exposed } from './exposes';
import { FindPage } from './find/FindPage';
import { HistoryPage } from './history/HistoryPage';

export function OrdersPage({ shell }: Exposed['OrdersPage']) {
  return (
    <ShellRouter shell={shell}>
      <Switch>
        <Route path="/find/:sent?">{({ sent }) => <FindPage sent={sent === 'sent'} navigate={shell.navigate} />}</Route>
        <Route path="/:id">{({ id }) => <OrderPage key={id} id={id} />}</Route>
        <Route>
          <HistoryPage />
        </Route>
      </Switch>
    </ShellRouter>
  );
}
