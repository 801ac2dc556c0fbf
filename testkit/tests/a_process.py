"""A module for test_processes.py to start."""

from __future__ import annotations

import os
import sys
import time


def main() -> None:
    match sys.argv[1]:
        case "tells":
            print(sys.argv[2], os.environ.get("GIVEN"), os.environ.get("NOT_GIVEN"))
        case "refuses":
            sys.exit("no coffee left")
        case "breaks":
            raise ValueError("no milk either")
        case _:
            print("waiting", flush=True)
            time.sleep(60)


if __name__ == "__main__":
    main()
