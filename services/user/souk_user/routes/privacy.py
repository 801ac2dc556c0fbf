"""Door 1: a copy of everything, and good-bye."""

from __future__ import annotations

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import Response

from kit.http.auth import Customer
from kit.http.refusals import refuses
from kit.http.router import Router, depends
from souk_user.actions import privacy
from souk_user.actions.codes import Asked
from souk_user.actions.deps import Deps
from souk_user.domain.accounts import NoPassword, NoSuchAccount
from souk_user.domain.codes import LIFETIME, WrongCode
from souk_user.domain.privacy import BusinessUnderWay, ExportUnderWay, NoSuchExport
from souk_user.domain.sessions import TooBusy, WrongCredentials
from souk_user.routes.browsers import KnockingClient
from souk_user.routes.cookies import BrowserCookies
from souk_user.schemas.entering import CodeSent, TypedCode
from souk_user.schemas.privacy import LatestExport, ProvedByPassword

UserDeps = Annotated[Deps, depends(Deps)]
router = Router()
ZIP: Final = "application/zip"
DOWNLOAD: dict[int | str, dict[str, Any]] = {
    200: {"content": {ZIP: {"schema": {"type": "string", "format": "binary"}}}}
}
HEADERS: Final = {
    "content-disposition": 'attachment; filename="my-data.zip"',
    "cache-control": "private, no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
}


@router.get("/me/export")
async def show_export(user: Customer, deps: UserDeps, response: Response) -> LatestExport:
    """How far the latest copy has come, if there is one."""
    response.headers["cache-control"] = "private, no-store"
    return LatestExport.of(await deps.privacy.exports.find_latest(user.id, deps.clock.now()))


@router.post("/me/export", status_code=202)
@refuses(NoSuchAccount, NoPassword, WrongCredentials, TooBusy, ExportUnderWay)
async def ask_export(body: ProvedByPassword, user: Customer, deps: UserDeps) -> LatestExport:
    return LatestExport.of(await privacy.ask_export(deps, user, body.password))


@router.get("/me/exports/{export_id}/document", response_class=Response, responses=DOWNLOAD)
@refuses(NoSuchExport)
async def download_export(export_id: UUID, user: Customer, deps: UserDeps) -> Response:
    """To its customer alone, as a file: there is no link that works without signing in."""
    document = await deps.privacy.exports.get_document(user.id, export_id, deps.clock.now())
    return Response(document, 200, HEADERS, ZIP)


@router.post("/me/deletion/code", status_code=202)
@refuses(NoSuchAccount, NoPassword, WrongCredentials, TooBusy, BusinessUnderWay)
async def ask_deletion(
    body: ProvedByPassword,
    user: Customer,
    client: KnockingClient,
    response: Response,
    cookies: BrowserCookies,
    deps: UserDeps,
) -> CodeSent:
    """Sends a code, unless an order is under way: then it says which."""
    ticket = await privacy.ask_deletion(deps, user, body.password, client)
    cookies.await_code(response, ticket)
    return CodeSent(expires_in=LIFETIME.seconds)


@router.post("/me/deletion", status_code=204)
@refuses(NoSuchAccount, WrongCode)
async def delete_account(
    body: TypedCode, user: Customer, client: KnockingClient, response: Response, cookies: BrowserCookies, deps: UserDeps
) -> None:
    """Signs out everywhere. What is held goes by itself, a quarter of an hour later at most."""
    asked = Asked(user.type, cookies.ticket(), client)
    await privacy.delete_account(deps, user, asked, body.code)
    cookies.sign_out(response, user.type)
