import { Route, ShellRouter, Switch } from '@souk/federation/routing';
import { AskedPage } from './asking/AskedPage';
import { AskPage } from './asking/AskPage';
import type { Exposed } from './exposes';
import { ArticlePage } from './help/ArticlePage';
import { HelpPage } from './help/HelpPage';
import { TicketPage } from './tickets/TicketPage';
import { TicketsPage } from './tickets/TicketsPage';

export function SupportPage({ shell }: Exposed['SupportPage']) {
  return (
    <ShellRouter shell={shell}>
      <Switch>
        <Route path="/articles/:slug">{({ slug }) => <ArticlePage key={slug} slug={slug} />}</Route>
        <Route path="/new">
          <AskPage search={shell.search} navigate={shell.navigate} />
        </Route>
        <Route path="/new/sent">
          <AskedPage search={shell.search} />
        </Route>
        <Route path="/tickets">
          <TicketsPage />
        </Route>
        <Route path="/tickets/:id">{({ id }) => <TicketPage key={id} id={id} />}</Route>
        <Route>
          <HelpPage search={shell.search} navigate={shell.navigate} />
        </Route>
      </Switch>
    </ShellRouter>
  );
}
