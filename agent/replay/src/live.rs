// SPDX-License-Identifier: Apache-2.0

//! A day of a chain that lives, as far as the chain remembers it: prices, transactions, bills, balance sheets.

use std::{
	collections::{BTreeMap, BTreeSet},
	path::Path,
};

use gridmerit_client::{
	Chain, ChainError, Memory, View,
	times::{self, TimeError, Zone},
	units,
};
use gridmerit_energy::{Interval, NodeIndex};

use crate::{
	calendar::{Calendar, CalendarError, MAX_DAYS},
	chain_reads::{bill, chain_info, cleared_round, sheet_balance},
	day::{Balance, Bill, Day, Kind, Participant, Slot, Summary, Time},
	scenario::community::{TableError, table::Table},
};

/// Why there is nothing to report.
#[derive(Debug, thiserror::Error)]
pub enum LiveError {
	/// The chain does not answer.
	#[error(transparent)]
	Chain(#[from] ChainError),
	/// The days are none that can be shown.
	#[error(transparent)]
	Calendar(#[from] CalendarError),
	/// The names cannot be read.
	#[error(transparent)]
	Names(#[from] TableError),
	/// A time is not written as it must be, or the zone is none.
	#[error(transparent)]
	Time(#[from] TimeError),
	/// The first time is not before the last.
	#[error(
		"there is no interval between {from} and {to} (UTC) that is over: --from comes before --to and before now"
	)]
	Empty {
		/// From when.
		from: String,
		/// Until when.
		to: String,
	},
	/// There are no rules.
	#[error("this chain has no market: its operator has not set rules and tariff")]
	NoMarket,
	/// It was too long ago.
	#[error(
		"the chain does not remember any of these intervals: it forgets those that are settled for good. Ask for later ones"
	)]
	Forgotten,
	/// It was before the market.
	#[error(
		"this chain's market began with the interval of {0} (UTC), and none that is asked for is as late and over"
	)]
	Before(String),
	/// The market had no prices.
	#[error("the utility had published no prices for any of these intervals")]
	NoPrices,
}

/// What is asked for: from when until when, by the clocks of a zone.
pub struct Span<'a> {
	/// From when; from the last midnight on if nothing is said.
	pub from: Option<&'a str>,
	/// Until when; until now if nothing is said.
	pub to: Option<&'a str>,
	/// The zone, by its IANA name.
	pub zone: &'a str,
}

/// Reads names: a table with the columns `who`, an account or the number of a TE node, and `name`.
pub fn names(path: &Path) -> Result<BTreeMap<String, String>, LiveError> {
	let file = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
	let table = Table::read(path.parent().unwrap_or(Path::new("")), file)?;
	table.expect(&["who", "name"], &["who", "name"])?;
	let rows = table.column("who").zip(table.column("name"));
	Ok(rows.map(|(who, name)| (who.text.into(), name.text.into())).collect())
}

/// Reads what a chain remembers of a span. `names` says what people call accounts or nodes.
pub async fn read(
	chain: &Chain,
	span: &Span<'_>,
	names: &BTreeMap<String, String>,
) -> Result<Day, LiveError> {
	let view = chain.best().await?;
	let length = u64::from(view.interval_length().await?);
	let now = view.now().await?;
	let zone: Zone = span.zone.parse()?;
	let day = |millis| zone.day(millis).ok_or(TimeError::Time(units::clock(millis)));
	let to = span.to.map_or(Ok(now), |text| zone.instant(text))?.min(now);
	let from = match span.from {
		Some(text) => zone.instant(text)?,
		None => zone.begin(day(to.saturating_sub(length))?)?,
	};
	let empty = || LiveError::Empty { from: units::clock(from), to: units::clock(to) };
	if from >= to {
		return Err(empty());
	}
	let (first, last) = (day(from)?, day(to.saturating_sub(1))?);
	let days = first.until(last).map_or(i32::MAX, |span| span.get_days()).saturating_add(1);
	let days = u16::try_from(days).unwrap_or(MAX_DAYS.saturating_add(1));
	let calendar = Calendar::of_slots(first, &times::zone(span.zone)?, span.zone, length, days)?;
	let is_asked =
		|slot: &u16| calendar.begin(*slot) >= from && calendar.begin(slot.saturating_add(1)) <= to;
	let asked: Vec<u16> = (0..calendar.slots).filter(is_asked).collect();
	let Some(latest) = asked.last().map(|slot| interval(&calendar, *slot)) else {
		return Err(empty());
	};

	let leads = leads(&view).await?;
	let mut slots = Vec::new();
	let mut balance = Balance::default();
	for slot in asked {
		let interval = interval(&calendar, slot);
		let Some(known) = read_slot(&view, slot, interval, &leads).await? else { continue };
		if let Some(sheet) = view.balance_sheet(interval).await? {
			balance.add(&sheet_balance(&sheet));
		}
		slots.push(known);
	}
	let (Some(begin), Some(end)) = (slots.first(), slots.last()) else {
		return Err(nothing(view.memory().await?, latest, length));
	};
	let span = (begin.slot, end.slot);
	let (participants, bills) = read_bills(&view, &calendar, span, names).await?;
	let mut day = Day {
		scenario: format!(
			"{} to {}, as the chain remembers them at {} (UTC).",
			calendar.local(span.0).strftime("%Y-%m-%d %H:%M"),
			calendar.local(span.1.saturating_add(1)).strftime("%Y-%m-%d %H:%M"),
			units::clock(now)
		),
		mode: "live".into(),
		command: String::new(),
		calendar,
		chain: chain_info(chain, &view).await?,
		// What lines could carry then the chain does not remember.
		feeder: None,
		participants,
		utility_fees: None,
		balance,
		slots,
		bills,
		summary: Summary::default(),
		expected: None,
		time: Time::default(),
	};
	day.summary = day.sums(false);
	Ok(day)
}

/// Why the chain has no prices of intervals, the latest of which is `latest`.
fn nothing(memory: Option<Memory>, latest: Interval, length: u64) -> LiveError {
	match memory {
		None => LiveError::NoMarket,
		Some(Memory { first, .. }) if latest >= first => LiveError::NoPrices,
		Some(Memory { forgets: true, .. }) => LiveError::Forgotten,
		Some(Memory { first, .. }) => {
			LiveError::Before(units::clock(u64::from(first).saturating_mul(length)))
		},
	}
}

fn interval(calendar: &Calendar, slot: u16) -> Interval {
	let number = calendar.first_interval().saturating_add(slot.into());
	Interval::try_from(number).unwrap_or(Interval::MAX)
}

/// How many intervals ahead rounds are held, by the rules that hold now.
async fn leads(view: &View) -> Result<Vec<u32>, LiveError> {
	let round = view.round().await?.ok_or(LiveError::NoMarket)?;
	let ahead = |interval: Interval| interval.saturating_sub(round.number);
	Ok((ahead(round.first)..=ahead(round.last)).take(u8::MAX.into()).collect())
}

/// How an interval cleared in each round, the first one first; none if the chain does not remember its terms. Rounds are
/// those of today's rules, and those in which it cleared by rules before.
async fn read_slot(
	view: &View,
	slot: u16,
	interval: Interval,
	leads: &[u32],
) -> Result<Option<Slot>, LiveError> {
	let Some(tariff) = view.tariff(interval).await? else { return Ok(None) };
	let mut known = Slot {
		slot,
		interval,
		tou: tariff.tou,
		fit: tariff.fit,
		cap: tariff.limits().map(|limits| limits.cap()).unwrap_or_default(),
		rounds: Vec::new(),
		trades: Vec::new(),
	};
	let cleared = view.results(interval).await?.into_iter().map(|(round, _)| round);
	let rounds: BTreeSet<Interval> =
		leads.iter().map(|lead| interval.saturating_sub(*lead)).chain(cleared).collect();
	for round in rounds {
		let lead = u8::try_from(interval.saturating_sub(round)).unwrap_or(u8::MAX);
		let (cleared, trades) = cleared_round(view, interval, round, lead).await?;
		known.rounds.push(cleared);
		known.trades.extend(trades);
	}
	Ok(Some(known))
}

/// Everybody whom a bill is known of, and all bills.
async fn read_bills(
	view: &View,
	calendar: &Calendar,
	(first, last): (u16, u16),
	names: &BTreeMap<String, String>,
) -> Result<(Vec<Participant>, Vec<Bill>), LiveError> {
	let (from, to) = (interval(calendar, first), interval(calendar, last));
	let (mut participants, mut bills) = (Vec::new(), Vec::new());
	for (node, registered) in view.all_registered().await? {
		let invoices = view.invoices(node, from, to).await?;
		if invoices.is_empty() {
			continue;
		}
		let own = invoices.iter().filter_map(|(interval, invoice)| {
			let slot = u16::try_from(interval.checked_sub(from)?).ok()?.checked_add(first)?;
			Some(bill(node, slot, invoice))
		});
		let own: Vec<Bill> = own.collect();
		let sells = own.iter().any(|bill| bill.exported > 0 || bill.sold > 0);
		let account = registered.account.to_string();
		participants.push(Participant {
			node,
			bus: registered.data.bus,
			name: name_of(names, &account, node),
			kind: if sells { Kind::Prosumer } else { Kind::Consumer },
			account,
			transaction_fees: None,
		});
		bills.extend(own);
	}
	participants.sort_by_key(|who| (who.bus, who.node));
	bills.sort_by_key(|bill| bill.slot);
	Ok((participants, bills))
}

fn name_of(names: &BTreeMap<String, String>, account: &str, node: NodeIndex) -> String {
	let known = names.get(account).or_else(|| names.get(&node.to_string()));
	known.cloned().unwrap_or_else(|| format!("Node {node}"))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn only_a_chain_that_forgets_is_said_to() {
		let said = |first, forgets| {
			nothing(Some(Memory { first, forgets }), 1_700_065, 900_000).to_string()
		};
		assert!(said(1_700_066, true).contains("it forgets"));
		let new = said(1_700_066, false);
		assert!(new.contains("began with the interval of 2018-06-27 00:30 (UTC)"), "{new}");
		assert!(!new.contains("forget"), "{new}");
		// Later ones of a market that stood still.
		for forgets in [true, false] {
			assert!(said(1_700_065, forgets).contains("published no prices"));
		}
		assert!(matches!(nothing(None, 7, 900_000), LiveError::NoMarket));
	}
}
