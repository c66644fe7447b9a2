# SPDX-License-Identifier: Apache-2.0

"""The Grafana board of nodes and of the market on them: board.py writes board.json, board.py --check compares."""

import itertools
import pathlib
import sys

from grafana_foundation_sdk.builders import common, dashboard, prometheus, stat, timeseries
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.common import BigValueGraphMode, ReduceDataOptions
from grafana_foundation_sdk.models.dashboard import DataSourceRef

BOARD = pathlib.Path(__file__).with_name("board.json")
# Chosen at the top of the board: where metrics are, and which nodes.
SOURCE = DataSourceRef(type_val="prometheus", uid="${source}")
NODES = 'instance=~"$node"'


def query(expression, legend):
    expression = expression.replace("{}", f"{{{NODES}}}").replace("{,", f"{{{NODES},")
    return prometheus.Dataquery().expr(expression).legend_format(legend).datasource(SOURCE)


def panel(kind, title, unit, *queries, description=None):
    built = kind.title(title).unit(unit).datasource(SOURCE)
    for letter, (expression, legend) in zip("ABCDE", queries):
        built = built.with_target(query(expression, legend).ref_id(letter))
    return built.description(description) if description else built


def number(title, unit, expression, description=None):
    built = panel(stat.Panel(), title, unit, (expression, "{{instance}}"), description=description)
    return built.height(4).span(4).graph_mode(BigValueGraphMode.NONE)


def chart(title, unit, *queries, description=None):
    built = panel(timeseries.Panel(), title, unit, *queries, description=description)
    return built.height(8).span(12).min(0).fill_opacity(5)


NODE = [
    number("Best block", "none", 'substrate_block_height{,status="best"}'),
    number("Final block", "none", 'substrate_block_height{,status="finalized"}'),
    number("Peers", "none", "substrate_sub_libp2p_peers_count{}"),
    number("Transactions that wait", "none", "substrate_ready_transactions_number{}"),
    number("Intervals that take orders", "none", "substrate_market_windows_open{}", "0 while a round clears"),
    number("The gate closes in", "s", "substrate_market_gate_timestamp_seconds{} - time()"),
    chart(
        "Blocks a minute", "none",
        ('delta(substrate_block_height{,status="best"}[5m]) / 5', "{{instance}}, built"),
        ('delta(substrate_block_height{,status="finalized"}[5m]) / 5', "{{instance}}, final"),
        description="Ten, where every slot has its block",
    ),
    chart(
        "Blocks that are not final", "none",
        (
            'substrate_block_height{,status="best"} - ignoring(status) substrate_block_height{,status="finalized"}',
            "{{instance}}",
        ),
        description="Three or so. If it grows, a third of the validators is missing",
    ),
]

MARKET = [
    chart(
        "Orders for the next interval", "watth",
        ('substrate_market_book_wh{,side="demand"}', "{{instance}}, wanted"),
        ('substrate_market_book_wh{,side="supply"}', "{{instance}}, offered"),
    ),
    chart(
        "Prices, UNIT per kWh", "none",
        ('substrate_market_tariff_planck_per_wh{,price="tou"} / 1e6', "{{instance}}, the utility sells"),
        ('substrate_market_tariff_planck_per_wh{,price="cap"} / 1e6', "{{instance}}, cap"),
        ("substrate_market_clearing_price_planck_per_wh{} / 1e6", "{{instance}}, neighbours"),
        ('substrate_market_tariff_planck_per_wh{,price="fit"} / 1e6', "{{instance}}, the utility buys"),
    ),
    chart("Sold to neighbours in a quarter of an hour", "watth", ("increase(substrate_market_traded_wh_total{}[15m])", "{{instance}}")),
    chart(
        "Intervals that cleared in an hour", "none",
        ("increase(substrate_market_intervals_cleared_total{}[1h])", "{{instance}}, {{status}}"),
    ),
    chart(
        "Readings in a quarter of an hour", "none",
        ("increase(substrate_market_readings_total{}[15m])", "{{instance}}, {{result}}"),
    ),
    chart(
        "Settled in a quarter of an hour, by what", "none",
        ("increase(substrate_market_settled_total{}[15m])", "{{instance}}, {{basis}}"),
        description="Intervals of nodes. Silence: no reading by the deadline",
    ),
    chart(
        "Faults in an hour", "none",
        ("increase(substrate_market_intervals_void_total{}[1h])", "{{instance}}, void"),
        ("increase(substrate_market_clearings_failed_total{}[1h])", "{{instance}}, clearing failed"),
        ("increase(substrate_market_not_settled_total{}[1h])", "{{instance}}, not settled"),
        ("increase(substrate_market_blocks_not_read_total{}[1h])", "{{instance}}, of another runtime"),
    ),
]


def board():
    source = dashboard.DatasourceVariable("source").label("Prometheus").type("prometheus")
    nodes = (
        dashboard.QueryVariable("node").label("Node").datasource(SOURCE).multi(True).include_all(True)
        .query("label_values(substrate_block_height, instance)")
    )
    built = (
        dashboard.Dashboard("Gridmerit").uid("gridmerit").tags(["gridmerit"]).readonly()
        .time("now-6h", "now").refresh("30s").timezone("browser")
        .with_variable(source).with_variable(nodes)
    )
    ids = itertools.count(1)
    for title, panels in (("Nodes", NODE), ("Market", MARKET)):
        built = built.with_row(dashboard.Row(title).id(next(ids)))
        for each in panels:
            built = built.with_panel(each.id(next(ids)))
    return JSONEncoder(sort_keys=True, indent=2).encode(built.build()) + "\n"


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        sys.exit(None if BOARD.read_text() == board() else "board.json is not what board.py writes: run it")
    BOARD.write_text(board())
