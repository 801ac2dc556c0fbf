"""What shoppers read; public, the same for everybody, kept by the gateway for a few seconds."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import Query, Response
from starlette.requests import Request

from kit.http.auth import Anyone
from kit.http.etag import NOT_MODIFIED, etagged
from kit.http.pages import Cursor, Limit, decode, encode
from kit.http.refusals import refuses
from kit.http.router import Router
from souk_product.actions import browsing
from souk_product.domain.browsing import CursorOfOtherSort, Sort, UnknownCategory, UnknownProduct
from souk_product.routes.deps import Handle, ProductDeps
from souk_product.routes.json_texts import listing, with_lists
from souk_product.routes.narrowing import AskedFilters, cursor_of, position_in
from souk_product.schemas.catalogue import (
    Categories,
    FacetCounts,
    Products,
    ProductView,
    RelatedProducts,
    Sitemap,
    Suggestions,
)

router = Router()
RELATED = 8
HANDLES = r"^[a-z0-9-]+(,[a-z0-9-]+){0,23}$"
SUGGESTED_PRODUCTS = 6
SUGGESTED_CATEGORIES = 3
SITEMAP_PAGE = 1000


def _public(request: Request, deps: ProductDeps, content: str | bytes) -> Response:
    """Browsers ask each time and mostly hear "not modified"; the gateway answers for `s-maxage`."""
    kept = f"public, max-age=0, s-maxage={deps.shared_cache_s}, stale-while-revalidate=60, stale-if-error=600"
    return etagged(request, content, cache_control=kept)


def _handles_in(text: str | None) -> list[str]:
    """Each once."""
    return list(dict.fromkeys(text.split(","))) if text else []


@router.get("/categories", response_model=Categories, responses=NOT_MODIFIED)
async def list_categories(request: Request, caller: Anyone, deps: ProductDeps) -> Response:
    return _public(request, deps, msgspec.json.encode({"items": await browsing.list_category_tree(deps)}))


@router.get("/products", response_model=Products, responses=NOT_MODIFIED)
@refuses(CursorOfOtherSort, UnknownCategory)
async def list_products(
    request: Request,
    caller: Anyone,
    deps: ProductDeps,
    filters: AskedFilters,
    sort: Sort = Sort.RELEVANCE,
    limit: Limit = 24,
    cursor: Cursor = None,
) -> Response:
    """Beside the named filters `option.<name>=<value>`: values of one option widen, several options narrow."""
    page = await browsing.list_cards(deps, filters, sort, position_in(cursor, sort), limit)
    content = listing(page.cards, next_cursor=cursor_of(page.after), previous_cursor=cursor_of(page.before))
    return _public(request, deps, content)


@router.get("/products/facets", response_model=FacetCounts, responses=NOT_MODIFIED)
@refuses(UnknownCategory)
async def count_facets(request: Request, caller: Anyone, deps: ProductDeps, filters: AskedFilters) -> Response:
    """Takes the filters of a list, `option.<name>=<value>` too; a facet's counts ignore its own choice."""
    counted = await browsing.count_facets(deps, filters)
    answer = {
        "total": counted.total,
        "more": counted.more,
        "did_you_mean": counted.did_you_mean,
        "facets": counted.facets,
    }
    return _public(request, deps, msgspec.json.encode(answer))


@router.get("/products/{handle}", response_model=ProductView, responses=NOT_MODIFIED)
@refuses(UnknownProduct)
async def show_product(
    request: Request,
    handle: Handle,
    caller: Anyone,
    deps: ProductDeps,
    related: Annotated[int, Query(ge=0, le=RELATED, description="With so many related products.")] = 0,
    handles: Annotated[str | None, Query(max_length=2500, pattern=HANDLES, description="And these cards.")] = None,
) -> Response:
    """A page that shows others beside a product asks for all of them at once."""
    if not related and handles is None:
        return _public(request, deps, await browsing.view_product(deps, handle))
    view, near, of = await browsing.view_product_and_beside(deps, handle, related, _handles_in(handles))
    return _public(request, deps, with_lists(view, related=near, cards=of))


@router.get("/products/{handle}/related", response_model=RelatedProducts, responses=NOT_MODIFIED)
@refuses(UnknownProduct)
async def list_related(request: Request, handle: Handle, caller: Anyone, deps: ProductDeps) -> Response:
    return _public(request, deps, listing(await deps.catalogue.list_related(handle, RELATED)))


@router.get("/cards", response_model=RelatedProducts, responses=NOT_MODIFIED)
async def list_cards_of(
    request: Request,
    caller: Anyone,
    deps: ProductDeps,
    handles: Annotated[str, Query(max_length=2500, pattern=HANDLES, description="With commas between them.")],
) -> Response:
    """Products that somebody else has chosen, in that order; who is not there any more is left out."""
    return _public(request, deps, listing(await deps.catalogue.list_cards_of(_handles_in(handles))))


@router.get("/suggestions", response_model=Suggestions, responses=NOT_MODIFIED)
async def suggest(
    request: Request, caller: Anyone, deps: ProductDeps, q: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    return _public(request, deps, await browsing.suggest(deps, q, SUGGESTED_PRODUCTS, SUGGESTED_CATEGORIES))


@router.get("/sitemap", response_model=Sitemap, responses=NOT_MODIFIED)
async def list_sitemap(request: Request, caller: Anyone, deps: ProductDeps, cursor: Cursor = None) -> Response:
    after = decode(cursor, (str,))
    rows = await deps.catalogue.list_handles(after[0] if after else "", SITEMAP_PAGE)
    more = encode(rows[-1]["handle"]) if len(rows) == SITEMAP_PAGE else None
    items = [{"handle": row["handle"], "updated_at": row["updated_at"]} for row in rows]
    return _public(request, deps, msgspec.json.encode({"items": items, "next_cursor": more}))
