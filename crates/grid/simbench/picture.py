# SPDX-License-Identifier: Apache-2.0
"""Draws a grid of SimBench in a quarter of an hour: what each bus has left over, and what lines would carry of it."""

WIDTH, HEIGHT, TOP, EDGE = 760, 540, 130, 100
# Texts stand over lines.
HALO = 'paint-order="stroke" stroke="#ffffff" stroke-width="4"'
COLORS = [(50, "#3b8f5a"), (80, "#c9a227"), (100, "#d2691e")]
OVER = "#b3202a"


def color(percent):
    return next((name for limit, name in COLORS if percent <= limit), OVER)


def draw(grid, number, net):
    """An SVG; `net` is what each member has left over, or lacks, in Wh."""
    of_bus = [0] * len(grid.buses)
    for member, value in zip(grid.members, net):
        of_bus[member.bus] += value
    carries = list(of_bus)
    for place in range(len(grid.buses) - 1, 0, -1):
        carries[grid.buses[place].parent] += carries[place]
    xs, ys = zip(*(bus.place for bus in grid.buses[1:]))
    scale = lambda value, values, size: (value - min(values)) / (max(values) - min(values)) * size
    spots = [
        (EDGE + scale(bus.place[0], xs, WIDTH - 2 * EDGE), HEIGHT - 50 - scale(bus.place[1], ys, HEIGHT - TOP - 110))
        for bus in grid.buses
    ]
    # The grid above is drawn over its transformer.
    spots[0] = (spots[1][0], spots[1][1] - 60)
    percent = [bus.limit and 100 * abs(value) / bus.limit for bus, value in zip(grid.buses, carries)]
    kw = lambda wh: f"{wh / 250:+.0f} kW"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="20" y="28" font-size="17">SimBench {grid.name}, {grid.times[number]}</text>',
        f'<text x="20" y="48">All surplus fed in: {kw(carries[1])} to a transformer for {grid.buses[1].limit / 250:.0f} kW.</text>',
        '<text x="20" y="66">At a bus what its members have left over; at a line how much of its rating that takes.</text>',
    ]
    for place in range(1, len(grid.buses)):
        (x1, y1), (x2, y2) = spots[grid.buses[place].parent], spots[place]
        parts.append(
            f'<line x1="{x1:.0f}" y1="{y1:.0f}" x2="{x2:.0f}" y2="{y2:.0f}" stroke="{color(percent[place])}" '
            f'stroke-width="{2 + percent[place] / 15:.1f}" stroke-linecap="round"/>'
        )
    for place in range(1, len(grid.buses)):
        (x1, y1), (x2, y2) = spots[grid.buses[place].parent], spots[place]
        middle = f'x="{(x1 + x2) / 2 + 9:.0f}" y="{(y1 + y2) / 2 + 4:.0f}"'
        parts.append(f'<text {middle} fill="#333" {HALO}>{percent[place]:.0f} %</text>')
    for place, (x, y) in enumerate(spots):
        name = grid.buses[place].name.split(" Bus ")[-1]
        value = of_bus[place]
        fill = "#ffffff" if place == 0 else "#f4d35e" if value > 0 else "#9fb8d9"
        parts.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="11" fill="{fill}" stroke="#333"/>')
        label = name if place == 0 else kw(value) if value else ""
        parts.append(f'<text x="{x - 16:.0f}" y="{y + 4:.0f}" text-anchor="end" {HALO}>{label}</text>')
        if place:
            parts.append(f'<text x="{x:.0f}" y="{y + 4:.0f}" text-anchor="middle" font-size="10">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])
