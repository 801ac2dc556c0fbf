"""Reports for sellers and admins, each also as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Final

from annotated_types import Ge, Le
from fastapi import Depends, Query, Response

from kit.http.refusals import refuses
from kit.http.router import Router
from kit.http.tables import as_csv
from souk_activity.domain.refusals import PeriodTooLong, UnknownZone
from souk_activity.domain.reports import Period
from souk_activity.routes.deps import ActivityDeps, ReportReader
from souk_activity.schemas import Day, Days, ProductReport, ProductReports, SearchReport, SearchReports

CSV: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "A table", "content": {"text/csv": {"schema": {"type": "string"}}}}
}
ReportDate = Annotated[date | None, Ge(date(2000, 1, 1)), Le(date(2200, 1, 1))]
Most = Annotated[int, Query(ge=1, le=1000)]

router = Router()


async def _period(
    deps: ActivityDeps,
    first: ReportDate = None,
    last: ReportDate = None,
    time_zone: Annotated[str | None, Query(max_length=60)] = None,
) -> Period:
    return Period.of(first, last, time_zone or deps.time_zone, deps.clock.now())


AskedPeriod = Annotated[Period, Depends(_period)]


@router.get("/reports/days")
@refuses(UnknownZone, PeriodTooLong)
async def report_days(_: ReportReader, deps: ActivityDeps, period: AskedPeriod) -> Days:
    """Visits, how far they came, and orders; the last 30 days in the shop's time zone unless others are asked for."""
    return Days(time_zone=period.zone, items=[Day(**row) for row in await deps.reports.list_days(period)])


@router.get("/reports/days.csv", response_class=Response, responses=CSV)
@refuses(UnknownZone, PeriodTooLong)
async def export_days(_: ReportReader, deps: ActivityDeps, period: AskedPeriod) -> Response:
    return _table("days", period, list(Day.model_fields), await deps.reports.list_days(period))


@router.get("/reports/products")
@refuses(UnknownZone, PeriodTooLong)
async def report_products(_: ReportReader, deps: ActivityDeps, period: AskedPeriod, most: Most = 100) -> ProductReports:
    """What brought most comes first."""
    rows = await deps.reports.list_products(period, most)
    return ProductReports(time_zone=period.zone, items=[ProductReport(**row) for row in rows])


@router.get("/reports/products.csv", response_class=Response, responses=CSV)
@refuses(UnknownZone, PeriodTooLong)
async def export_products(_: ReportReader, deps: ActivityDeps, period: AskedPeriod, most: Most = 1000) -> Response:
    rows = await deps.reports.list_products(period, most)
    return _table("products", period, list(ProductReport.model_fields), rows)


@router.get("/reports/searches")
@refuses(UnknownZone, PeriodTooLong)
async def report_searches(
    _: ReportReader, deps: ActivityDeps, period: AskedPeriod, most: Most = 100, only_empty: bool = False
) -> SearchReports:
    """`only_empty`: words that found nothing."""
    rows = await deps.reports.list_searches(period, most, only_empty=only_empty)
    return SearchReports(time_zone=period.zone, items=[SearchReport(**row) for row in rows])


@router.get("/reports/searches.csv", response_class=Response, responses=CSV)
@refuses(UnknownZone, PeriodTooLong)
async def export_searches(
    _: ReportReader, deps: ActivityDeps, period: AskedPeriod, most: Most = 1000, only_empty: bool = False
) -> Response:
    rows = await deps.reports.list_searches(period, most, only_empty=only_empty)
    return _table("searches", period, list(SearchReport.model_fields), rows)


def _table(name: str, period: Period, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Response:
    table = as_csv(columns, ([row[column] for column in columns] for row in rows))
    file = f"{name}-{period.first}-{period.last}.csv"
    headers = {"content-disposition": f'attachment; filename="{file}"', "cache-control": "private, no-store"}
    return Response(table, media_type="text/csv; charset=utf-8", headers=headers)
