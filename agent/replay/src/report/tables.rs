// SPDX-License-Identifier: Apache-2.0

//! The tables of the page.

use maud::{Markup, html};

use super::{
	format::{NONE, clock, count, decimal, fee, kwh, percent, price, unit},
	sums::{DayBill, is_rolling},
};
use crate::day::{ClearedRound, Day, Kind, Time, Total, share};

/// Most rows of one table; `report.json` has them all.
const MOST: usize = 4_000;

/// The head of a table.
pub fn columns(names: &[&str]) -> Markup {
	html! { thead { tr { @for name in names { th scope="col" { (name) } } } } }
}

/// Says how many rows a table leaves out.
fn left_out(rows: usize) -> Markup {
	html! {
		@if rows > MOST {
			p { (count(MOST as u64)) " of " (count(rows as u64)) " rows; all are in report.json." }
		}
	}
}

/// Every round of every hour.
pub fn hours(day: &Day) -> Markup {
	let rounds =
		|| day.hours.iter().flat_map(|hour| hour.rounds.iter().map(move |round| (hour, round)));
	let rows = rounds().count();
	let table = html! {
		div.scroll tabindex="0" role="region" aria-label="Hours" {
			table {
				(columns(&[
					"hour", "lead, h", "how", "price", "TOU", "FIT", "cap", "demand, kWh",
					"supply, kWh", "traded, kWh", "paid, UNIT", "trades", "pivotal, bus",
				]))
				tbody {
					@for (hour, round) in rounds().take(MOST) {
						tr {
							th scope="row" { (clock(hour.hour)) }
							td { (round.lead) }
							td.word { (round.status.replace('_', " ")) }
							td { (round.price.map_or_else(|| NONE.into(), price)) }
							td { (price(hour.tou)) }
							td { (price(hour.fit)) }
							td { (price(hour.cap)) }
							td { (kwh(round.demand)) }
							td { (kwh(round.supply)) }
							td { (kwh(round.traded)) }
							td { (unit(round.payment)) }
							td { (round.transactions) }
							td.word { (pivotal(round)) }
						}
					}
				}
			}
		}
		(left_out(rows))
	};
	html! {
		section {
			h2 { "Hours" }
			p {
				"Prices are in UNIT per kWh. Where nothing trades there is none. A seller is pivotal if without its "
				"offer there had been scarcity: it could have asked for the cap and got it."
			}
			@if is_rolling(day) {
				details { summary { (rows) " rounds" } (table) }
			} @else { (table) }
		}
	}
}

/// Buses of pivotal sellers.
pub fn pivotal(round: &ClearedRound) -> String {
	match round.pivotal.as_slice() {
		[] => NONE.into(),
		buses => buses.iter().map(u16::to_string).collect::<Vec<_>>().join(", "),
	}
}

/// What the day came to for each participant.
pub fn participants(accounts: &[DayBill<'_>]) -> Markup {
	let sum = |kind: Option<Kind>| {
		let of = |account: &&DayBill<'_>| kind.is_none_or(|kind| account.participant.kind == kind);
		Total::of(accounts.iter().filter(of).flat_map(|account| account.bills.iter().copied()))
	};
	let cells = |total: &Total, kind: Option<Kind>| {
		html! {
			td { (kwh(total.imported)) }
			td { (kwh(total.exported)) }
			td { (kwh(total.bought)) }
			td { (kwh(total.sold)) }
			td { (unit(total.alone_cost)) }
			td { (unit(total.cost)) }
			td { (percent(kind.and_then(|kind| total.cost_saving(kind)))) }
			td { (unit(total.alone_revenue)) }
			td { (unit(total.revenue)) }
			td { (percent(kind.and_then(|_| total.sale_profit()))) }
			td { (unit(total.gain())) }
		}
	};
	let groups =
		[("consumers", Some(Kind::Consumer)), ("prosumers", Some(Kind::Prosumer)), ("all", None)];
	html! {
		section {
			h2 { "Participants" }
			p {
				"Energy in kWh, money in UNIT. Drawn and fed in are what the meters saw; "
				"alone is what it would have come to with the utility alone."
			}
			div.scroll tabindex="0" role="region" aria-label="Participants" {
				table {
					(columns(&[
						"bus", "kind", "drawn", "fed in", "bought", "sold", "cost alone", "cost",
						"saved", "sales alone", "sales", "profit", "gain",
					]))
					tbody {
						@for account in accounts.iter().take(MOST) {
							tr {
								th scope="row" { (account.participant.bus) }
								td.word {
									@match account.participant.kind {
										Kind::Consumer => "consumer",
										Kind::Prosumer => "prosumer",
									}
								}
								(cells(&account.total, Some(account.participant.kind)))
							}
						}
					}
					tfoot {
						@for (name, kind) in groups {
							tr { th scope="row" colspan="2" { (name) } (cells(&sum(kind), kind)) }
						}
					}
				}
			}
			(left_out(accounts.len()))
		}
	}
}

/// What it cost to have transactions included.
pub fn fees(day: &Day) -> Markup {
	let fees =
		|| day.participants.iter().map(|participant| i128::from(participant.transaction_fees));
	html! {
		section {
			h2 { "Transaction fees" }
			p {
				"Together the participants paid " strong { (fee(fees().sum::<i128>())) " UNIT" }
				" to have their transactions included in blocks, and the utility, which delivers the readings "
				"of all, " strong { (fee(day.utility_fees)) " UNIT" } ". This is in none of the figures "
				"above: savings and gains are those of the market alone."
			}
			details {
				summary { "Fees by participant, with accounts" }
				div.scroll tabindex="0" role="region" aria-label="Fees" { table {
					(columns(&["bus", "fees, UNIT", "TE node", "account"]))
					tbody {
						@for participant in day.participants.iter().take(MOST) {
							tr {
								th scope="row" { (participant.bus) }
								td { (fee(participant.transaction_fees)) }
								td { (participant.node) }
								td.account { (participant.account) }
							}
						}
					}
				} }
			}
		}
	}
}

/// Every P2P transaction, folded.
pub fn trades(day: &Day) -> Markup {
	let trades =
		|| day.hours.iter().flat_map(|hour| hour.trades.iter().map(move |trade| (hour, trade)));
	let rows = trades().count();
	html! {
		section {
			h2 { "P2P transactions" }
			details {
				summary { (count(rows as u64)) " transactions" }
				div.scroll tabindex="0" role="region" aria-label="P2P transactions" {
					table {
						(columns(&["hour", "lead, h", "seller, bus", "buyer, bus", "kWh", "UNIT"]))
						tbody {
							@for (hour, trade) in trades().take(MOST) {
								tr {
									th scope="row" { (clock(hour.hour)) }
									td { (trade.lead) }
									td { (trade.seller) }
									td { (trade.buyer) }
									td { (kwh(trade.energy)) }
									td { (unit(trade.payment)) }
								}
							}
						}
					}
				}
				(left_out(rows))
			}
		}
	}
}

/// Where the time of the replay went.
pub fn time(time: &Time) -> Markup {
	let row = |name: &str, ms: u64| {
		let part = share(ms.into(), time.total.into());
		html! {
			tr {
				th scope="row" { (name) }
				td { (decimal(ms.into(), 3, 2)) " s" }
				td { (part.map_or_else(|| NONE.into(), |part| format!("{} %", decimal(part, 3, 1)))) }
			}
		}
	};
	html! {
		section {
			h2 { "Where the time went" }
			table.named {
				(columns(&["", "time", "of all"]))
				tbody {
					(row("Building blocks", time.chain))
					(row("Deciding, signing, encoding", time.agent))
					(row("Waiting for answers of the node", time.waiting))
				}
				tfoot { (row("All", time.total)) }
			}
			p {
				(count(time.blocks)) " blocks"
				@if let Some(ms) = time.chain.checked_div(time.blocks.into()) { ", " (count(ms)) " ms each" }
				"."
			}
		}
	}
}
