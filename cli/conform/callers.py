"""Who may call, as the shop's own secrets let the suite be: a guest, a demo customer, staff, another service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cli.conform.wire import Wire, json_body
from cli.keys import Keys
from cli.manifest import System
from kit.names import ASKER

JSON = {"content-type": "application/json"}
GUESTS = "/api/v1/guests"
LOGIN = "/api/v1/auth/{}/tokens"
CUSTOMER = "customer"


@dataclass(frozen=True)
class Callers:
    """Of a shop on this machine; `headers` gives None for a caller that nobody here can be."""

    system: System
    keys: Keys

    def headers(self, callers: tuple[str, ...]) -> Mapping[str, str] | None:
        """For a route with all of them: each adds its own proof."""
        proofs = [self._proof(caller) for caller in callers]
        if any(proof is None for proof in proofs):
            return None
        return {name: value for proof in proofs if proof for name, value in proof.items()}

    def _proof(self, caller: str) -> Mapping[str, str] | None:
        kinds, _, rest = caller.partition(":")
        if kinds == "service":
            return {"x-service-key": self.keys.service_key_of(rest)} if rest in self.system.services else None
        if kinds == "shopper":
            return {"x-guest-id": self.guest} if self.guest else None
        kind = CUSTOMER if kinds in (CUSTOMER, "signed-in") else kinds.split(",")[-1]
        token = self._tokens.get(kind)
        return {"authorization": f"Bearer {token}"} if token else None

    @cached_property
    def guest(self) -> str:
        """From whoever gives guests their ids; empty where nobody does."""
        for service in self.system.services.values():
            answer = Wire(service.url).send("POST", GUESTS, JSON, b"{}")
            if answer.status == 201 and isinstance(answer.json, dict):
                return str(answer.json.get("signed") or "")
        return ""

    @cached_property
    def _tokens(self) -> Mapping[str, str]:
        """By the type of user, of the accounts that the shop was seeded with."""
        knows = self.system.services.get(ASKER)
        found = {each["type"]: self._logged_in(Wire(knows.url), each) for each in self.keys.accounts()} if knows else {}
        return {kind: token for kind, token in found.items() if token}

    def _logged_in(self, wire: Wire, account: Mapping[str, Any]) -> str:
        said = json_body({"email": account["email"], "password": account["password"]})
        answer = wire.send("POST", LOGIN.format(account["type"]), JSON, said)
        return str(answer.json["access_token"]) if answer.status == 200 else ""
