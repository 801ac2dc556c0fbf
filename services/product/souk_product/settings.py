"""What an operator may set; names carry their units."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from kit.files.settings import FileSettings


class Settings(FileSettings, service="product"):
    longest_hold_s: Annotated[int, Field(gt=0)] = 3600  # The longest that a reservation may ask to hold stock for.
    # How long the gateway may answer for us; stock on a page is at most this old.
    shared_cache_s: Annotated[int, Field(ge=0)] = 5
    # After so many days reservations that came to nothing are deleted.
    keep_closed_reservations_days: Annotated[int, Field(gt=0)] = 30
    # After so many days sold reservations are rolled up into one movement of their SKU, and what comes back is booked
    # by a count.
    keep_sold_reservations_days: Annotated[int, Field(gt=0)] = 400
    # After so many days movements of stock are rolled up into one of their SKU.
    keep_stock_movements_days: Annotated[int, Field(gt=0)] = 400
    # How long what a hold gave back must stay free before it is announced as back in stock.
    return_settles_s: Annotated[int, Field(ge=0)] = 300

    @property
    def longest_hold(self) -> timedelta:
        return timedelta(seconds=self.longest_hold_s)
