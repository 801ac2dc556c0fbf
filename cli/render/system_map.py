"""The system as a picture: micro frontends, services, and who asks or follows whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from cli.manifest import System
from cli.render.words import GENERATED
from kit.names import AUDITED

SYSTEM_MAP = Path("docs/pictures/system.svg")
# The page `/souk` brings the same rules in a file of its own, since its policy allows no styles in a page.
MAP_STYLE = """
.system-map {
  --map-ink: #1e1a16; --map-quiet: #6a6058; --map-line: #b9ab99; --map-box: #ffffff; --map-strong: #0d6b63;
}
@media (prefers-color-scheme: dark) {
  .system-map {
    --map-ink: #f3ece2; --map-quiet: #b3a89b; --map-line: #6b6156; --map-box: #211d19; --map-strong: #4fc0b3;
  }
}
.system-map text { font: 14px Inter, system-ui, sans-serif; fill: var(--map-ink); }
.system-map .quiet { font-size: 12px; fill: var(--map-quiet); }
.system-map rect { fill: var(--map-box); stroke: var(--map-line); }
.system-map g path { fill: none; stroke: var(--map-line); stroke-width: 1.4; marker-end: url(#map-arrow); }
.system-map marker path { fill: var(--map-line); }
.system-map .event { stroke-dasharray: 5 4; }
.system-map g:hover > path { stroke: var(--map-strong); stroke-width: 2.4; }
.system-map g:hover > rect { stroke: var(--map-strong); }
"""

BOX_WIDTH, BOX_HEIGHT, ROW, TOP, MARGIN = 170, 40, 58, 56, 170
MFE_X, SERVICE_X, WIDTH = MARGIN, 560, 560 + 170 + 170


@dataclass(frozen=True, slots=True)
class Column:
    """Boxes below each other; a relation leaves and enters at the middle of a side."""

    x: int
    names: Sequence[str]

    def y(self, name: str) -> int:
        return TOP + self.names.index(name) * ROW + BOX_HEIGHT // 2


def system_map(system: System, styled: bool = True) -> str:
    """An SVG; `styled` with its own colours, light and dark."""
    mfes, services = Column(MFE_X, list(system.mfes)), Column(SERVICE_X, list(system.services))
    height = TOP + ROW * max(len(mfes.names), len(services.names)) + 34
    relations = list(relations_of(system))
    groups = [
        *(_of_mfe(system, name, mfes, services) for name in mfes.names),
        *(_of_service(system, name, services) for name in services.names),
    ]
    note = "Left: mounts pieces of. Middle: asks through the gateway. Right: asks (a line), follows events of (dashes)."
    return "\n".join(
        [
            f"<!-- {GENERATED} -->",
            f'<svg xmlns="http://www.w3.org/2000/svg" class="system-map" role="img" viewBox="0 0 {WIDTH} {height}"'
            ' aria-labelledby="map-title map-relations">',
            '<title id="map-title">Who calls whom</title>',
            f'<desc id="map-relations">{escape(" ".join(relations))}</desc>',
            *([f"<style>{MAP_STYLE}</style>"] if styled else []),
            '<marker id="map-arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="6" markerHeight="6" orient="auto">'
            '<path d="M0 0L8 4L0 8z"/></marker>',
            f'<text x="{MFE_X}" y="30" class="quiet">Micro frontends</text>',
            f'<text x="{SERVICE_X}" y="30" class="quiet">Services, each with its own database</text>',
            *groups,
            f'<text x="{WIDTH // 2}" y="{height - 12}" class="quiet" text-anchor="middle">{escape(note)}</text>',
            "</svg>\n",
        ]
    )


def relations_of(system: System) -> Iterator[str]:
    """The same in words, one sentence for each part that needs another."""
    for mfe in system.mfes.values():
        mounts = f", mounts {', '.join(mfe.mounts)}" if mfe.mounts else ""
        yield f"Micro frontend {mfe.name} asks {', '.join(mfe.calls) or 'nobody'}{mounts}."
    for service in system.services.values():
        follows = sorted(publishers_of(system, service.name))
        asked = system.calls_of(service.name)
        if asked or follows:
            asks = f" asks {', '.join(asked)}" if asked else ""
            yield f"Service {service.name}{asks}{' and' * bool(asks and follows)}" + (
                f" follows {', '.join(follows)}." if follows else "."
            )


def publishers_of(system: System, service: str) -> set[str]:
    """Whose events it follows."""
    followed = set(system.services[service].follows)
    return {
        name for name, other in system.services.items() if followed & {AUDITED, *other.publishes} and name != service
    }


def _of_mfe(system: System, name: str, mfes: Column, services: Column) -> str:
    mfe, y = system.mfes[name], mfes.y(name)
    right, left = MFE_X + BOX_WIDTH, MFE_X
    middle = (right + SERVICE_X) // 2
    calls = [
        f"M{right} {y}C{middle} {y} {middle} {services.y(asked)} {SERVICE_X} {services.y(asked)}" for asked in mfe.calls
    ]
    mounts = [_arc(left, y, mfes.y(mounted), -1) for mounted in mfe.mounts]
    return _group([*calls, *mounts], [], _box(MFE_X, y, name, f"{mfe.framework} · {mfe.team}"))


def _of_service(system: System, name: str, services: Column) -> str:
    service, y, right = system.services[name], services.y(name), SERVICE_X + BOX_WIDTH
    calls = [_arc(right, y, services.y(asked), 1) for asked in system.calls_of(name)]
    events = [_arc(right, y, services.y(other), 1) for other in sorted(publishers_of(system, name))]
    return _group(calls, events, _box(SERVICE_X, y, name, f"{service.port} · {service.team}"))


def _arc(x: int, start: int, end: int, side: int) -> str:
    """Beside a column: the farther apart, the wider."""
    bulge = x + side * (26 + min(abs(end - start), 9 * ROW) // 4)
    return f"M{x} {start}C{bulge} {start} {bulge} {end} {x} {end}"


def _group(lines: Sequence[str], events: Sequence[str], box: str) -> str:
    paths = [f'<path d="{line}"/>' for line in lines] + [f'<path class="event" d="{line}"/>' for line in events]
    return f"<g>{''.join(paths)}{box}</g>"


def _box(x: int, y: int, name: str, below: str) -> str:
    top = y - BOX_HEIGHT // 2
    return (
        f'<rect x="{x}" y="{top}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="8"/>'
        f'<text x="{x + 12}" y="{top + 17}">{escape(name)}</text>'
        f'<text x="{x + 12}" y="{top + 33}" class="quiet">{escape(below)}</text>'
    )
