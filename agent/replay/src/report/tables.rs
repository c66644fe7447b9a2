// SPDX-License-Identifier: Apache-2.0

//! The tables of all numbers, folded.

use maud::{Markup, html};

use super::{
	format::{NONE, count, decimal, fee, kwh, price, unit},
	sums::{DayBill, name, names},
	table::{Row, Table},
};
use crate::day::{ClearedRound, Day, Slot, Time, share};

/// How far ahead a lead is, in hours or minutes.
fn ahead(day: &Day, lead: u8) -> String {
	let minutes = day.calendar.minutes() * u64::from(lead);
	if minutes.is_multiple_of(60) {
		format!("{} h", minutes / 60)
	} else {
		format!("{minutes} min")
	}
}

/// Every round, every transaction, everybody's energy.
pub fn all(day: &Day, accounts: &[DayBill<'_>]) -> Markup {
	html! {
		section id="numbers" {
			h2 { "All numbers" }
			details { summary { "Energy of each neighbour" } (energy(accounts)) }
			details { summary { (count(rounds(day).count() as u64)) " rounds" } (rounds_table(day)) }
			details { summary { (count(day.summary.trades)) " transactions among neighbours" } (trades(day)) }
		}
	}
}

fn rounds(day: &Day) -> impl Iterator<Item = (&Slot, &ClearedRound)> {
	day.slots.iter().flat_map(|slot| slot.rounds.iter().map(move |round| (slot, round)))
}

/// At what price a round has traded; from the lowest to the highest if there are several.
fn prices(round: &ClearedRound) -> String {
	match round.prices()[..] {
		[] => NONE.into(),
		[only] => price(only),
		[least, .., most] => format!("{} to {}", price(least), price(most)),
	}
}

/// Every round of every interval.
fn rounds_table(day: &Day) -> Markup {
	let row = |(slot, round): (&Slot, &ClearedRound)| {
		let pivotal = names(day, &round.pivotal);
		Row::new(
			day.calendar.clock(slot.slot),
			[
				ahead(day, round.lead),
				round.status.replace('_', " "),
				prices(round),
				price(slot.tou),
				price(slot.fit),
				price(slot.cap),
				kwh(round.demand),
				kwh(round.supply),
				kwh(round.traded),
				unit(round.payment),
				count(round.transactions),
				if pivotal.is_empty() { NONE.into() } else { pivotal },
			],
		)
	};
	let columns = [
		"delivery", "ahead", "how", "price", "TOU", "FIT", "cap", "wanted", "offered", "traded",
		"paid", "trades", "pivotal",
	];
	Table::new(
		"How each interval cleared in each round: prices in UNIT per kWh, energy in kWh, paid in UNIT.",
		&columns,
	)
	.rows(rounds(day).map(row))
	.markup()
}

/// Energy of each participant.
fn energy(accounts: &[DayBill<'_>]) -> Markup {
	let row = |account: &DayBill<'_>| {
		let total = &account.total;
		let numbers = [total.imported, total.exported, total.bought, total.sold];
		let money = [total.alone_cost, total.cost, total.alone_revenue, total.revenue];
		let bus = account.participant.bus.to_string();
		let cells = numbers.map(kwh).into_iter().chain(money.map(unit));
		Row::new(account.participant.name.as_str(), [bus].into_iter().chain(cells))
	};
	let columns = [
		"who",
		"bus",
		"drawn",
		"fed in",
		"bought",
		"sold",
		"costs alone",
		"costs",
		"sales alone",
		"sales",
	];
	Table::new(
		"In kWh and UNIT. Drawn and fed in are what the meters saw; bought and sold is what neighbours traded; alone is what it would \
		 have come to with the utility alone.",
		&columns,
	)
	.rows(accounts.iter().map(row))
	.markup()
}

/// Every P2P transaction.
fn trades(day: &Day) -> Markup {
	let trades =
		day.slots.iter().flat_map(|slot| slot.trades.iter().map(move |trade| (slot, trade)));
	let rows = trades.map(|(slot, trade)| {
		let (seller, buyer) = (name(day, trade.seller), name(day, trade.buyer));
		let (energy, payment) = (kwh(trade.energy), unit(trade.payment));
		let cells = [ahead(day, trade.lead), seller, buyer, energy, payment];
		Row::new(day.calendar.clock(slot.slot), cells)
	});
	let columns = ["delivery", "ahead", "seller", "buyer", "kWh", "UNIT"];
	Table::new("Every transaction among neighbours.", &columns).rows(rows).markup()
}

/// What it cost to have transactions included, where somebody counted.
pub fn fees(day: &Day) -> Markup {
	let Some(utility) = day.utility_fees else { return html! {} };
	let fees = || day.participants.iter().filter_map(|who| who.transaction_fees);
	let rows = day.participants.iter().filter_map(|who| {
		let paid = fee(who.transaction_fees?);
		let text = [who.bus.to_string(), paid, count(who.node)].map(|text| html! { (text) });
		let account = html! { code { (who.account) } };
		Some(Row::marked(who.name.as_str(), text.into_iter().chain([account])))
	});
	let columns = ["who", "bus", "fees", "TE node", "account"];
	html! {
		section id="fees" {
			h2 { "Fees of transactions" }
			p {
				"Together the participants paid " strong { (fee(fees().map(i128::from).sum::<i128>())) " UNIT" }
				" to have their transactions included in blocks, and the utility, which delivers the readings "
				"of all, " strong { (fee(utility)) " UNIT" } ". This is in none of the figures "
				"above: bills and gains are those of the market alone."
			}
			details {
				summary { "Fees by participant, with accounts" }
				(Table::new("What each paid for its transactions, in UNIT.", &columns).rows(rows).markup())
			}
		}
	}
}

/// Where the time of a replay went; nothing where nothing was played.
pub fn time(time: &Time) -> Markup {
	if time.total == 0 {
		return html! {};
	}
	let row = |name: &str, ms: u64| {
		let part = share(ms.into(), time.total.into());
		let part = part.map_or_else(|| NONE.into(), |part| format!("{} %", decimal(part, 3, 1)));
		Row::new(name, [format!("{} s", decimal(ms.into(), 3, 2)), part])
	};
	let rows = [
		row("Building blocks", time.chain),
		row("Deciding, signing, encoding", time.agent),
		row("Waiting for answers of the node", time.waiting),
	];
	html! {
		section id="time" {
			h2 { "Where the time went" }
			(Table::new("Time of the computer, not of the day.", &["what", "time", "of all"])
				.rows(rows).sums([row("All", time.total)]).markup())
			p {
				(count(time.blocks)) " blocks"
				@if let Some(ms) = time.chain.checked_div(time.blocks.into()) { ", " (count(ms)) " ms each" }
				"."
			}
		}
	}
}
