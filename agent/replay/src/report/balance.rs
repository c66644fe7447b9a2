// SPDX-License-Identifier: Apache-2.0

//! What everybody paid: each participant, the utility, and where all of the money went.

use maud::{Markup, html};

use super::{
	error::ReportError,
	figures::figure,
	format::{NONE, money, percent, unit},
	plot::{self, Bar},
	sums::DayBill,
	table::{Row, Table},
};
use crate::day::{Day, Kind, Total};

/// Most bars of one sort.
const MOST: usize = 48;

/// What each participant paid and gained, in money first.
pub fn paid(day: &Day, accounts: &[DayBill<'_>]) -> Result<Markup, ReportError> {
	let bars = |kind: Kind, says: &str| -> Result<Markup, ReportError> {
		let of_kind = accounts.iter().filter(|account| account.participant.kind == kind);
		let bars: Vec<Bar> = of_kind.take(MOST).map(bar).collect();
		if bars.is_empty() { Ok(html! {}) } else { figure(says, plot::bars(&bars, kind), "") }
	};
	let row = |account: &DayBill<'_>| {
		let who = account.participant;
		Row::new(who.name.as_str(), bus_and_money(&who.bus.to_string(), &account.total, who.kind))
	};
	let sums = [("All consumers", Kind::Consumer), ("All prosumers", Kind::Prosumer)]
		.map(|(name, kind)| Row::new(name, bus_and_money(NONE, &day.total_of_all(kind), kind)));
	let columns = ["who", "bus", "alone", "market", "gain", "costs saved", "sales up"];
	let table = Table::new(
		"What each paid for its energy less what it earned with it, in UNIT, with the utility alone and with the market; \
		 below zero it got more than it paid.",
		&columns,
	);
	Ok(html! {
		section id="paid" {
			h2 { "What everybody paid" }
			p {
				"The gain is what the market brought: the bill with the utility alone, for the same energy, less "
				"the bill with the market. Of a consumer, what it saved is a part of its costs. Of a prosumer, "
				"costs and sales are counted apart: who sells energy that it then buys back has more of both, "
				"so look at the gain."
			}
			div.many {
				(bars(Kind::Consumer, "Gain of consumers, UNIT")?)
				(bars(Kind::Prosumer, "Gain of prosumers, UNIT")?)
			}
			(table.rows(accounts.iter().map(row)).sums(sums).markup())
		}
	})
}

fn bar(account: &DayBill<'_>) -> Bar {
	let gain = account.total.gain();
	Bar { name: account.participant.name.clone(), value: Some(plot::units(gain)), text: unit(gain) }
}

/// The bus, the bill alone and with the market, what was gained, and the paper's percentages.
fn bus_and_money(bus: &str, total: &Total, kind: Kind) -> [String; 6] {
	[
		bus.into(),
		unit(total.alone_cost - total.alone_revenue),
		unit(total.cost - total.revenue),
		unit(total.gain()),
		percent(total.cost_saving(kind)),
		percent(if kind == Kind::Prosumer { total.sale_profit() } else { None }),
	]
}

/// Where all of the money went: it adds up to zero.
pub fn sides(day: &Day) -> Markup {
	let [consumers, prosumers] =
		[Kind::Consumer, Kind::Prosumer].map(|kind| day.total_of_all(kind));
	let net = |total: &Total| total.revenue - total.cost;
	let alone = |total: &Total| total.alone_revenue - total.alone_cost;
	let balance = &day.balance;
	// Whom no bill is known of, though the chain has settled it.
	let others = i128::from(balance.participants) - net(&consumers) - net(&prosumers);
	// Until an interval is settled for good its rent is in the pot.
	let rent: i128 = day.slots.iter().map(|slot| i128::from(slot.rent())).sum();
	let all_alone = alone(&consumers) + alone(&prosumers);
	let sides = [
		("Consumers", alone(&consumers), net(&consumers), true),
		("Prosumers", alone(&prosumers), net(&prosumers), true),
		("Others", 0, others, false),
		("The utility", -all_alone, balance.utility.into(), true),
		("The grid account, for its fee", 0, balance.grid.into(), false),
		("The reserve, for readings that never came", 0, balance.reserve.into(), false),
		("The account of the rent, for full lines", 0, rent, false),
		("Still in the pot", 0, i128::from(balance.pending) - rent, false),
	];
	let row = |name: &str, alone: i128, market: i128| {
		Row::new(name, [unit(alone), unit(market), unit(market - alone)])
	};
	let shown = sides.iter().filter(|(_, _, market, always)| *always || *market != 0);
	let rows = shown.map(|(name, alone, market, _)| row(name, *alone, *market));
	let (without, with) =
		sides.iter().fold((0, 0), |(without, with), side| (without + side.1, with + side.2));
	let table = Table::new(
		"What each side earned less what it paid, in UNIT; below zero it paid. The chain's balance sheets, added up.",
		&["side", "with the utility alone", "with the market", "difference"],
	);
	html! {
		section id="balance" {
			h2 { "Where the money went" }
			p {
				"Nothing is made and nothing is lost: what one side gains another side gives. What neighbours sell to "
				"each other the utility neither sells nor buys. With the utility alone it would have had "
				(money(-all_alone)) ", with the market it had " (money(balance.utility)) "."
			}
			(table.rows(rows).sums([row("All together", without, with)]).markup())
		}
	}
}
