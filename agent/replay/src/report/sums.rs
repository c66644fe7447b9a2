// SPDX-License-Identifier: Apache-2.0

//! What each participant's day came to, and the choices that follow from that.

use std::collections::BTreeMap;

use crate::day::{Bill, ClearedRound, Day, Hour, Kind, Participant, Total, share};

/// Energy drawn from and fed to the utility in an hour, in Wh: what the trades leave of the metered.
pub fn utility(bill: &Bill) -> (i128, i128) {
	let has = i128::from(bill.exported) + i128::from(bill.bought);
	let owes = i128::from(bill.imported) + i128::from(bill.sold);
	((owes - has).max(0), (has - owes).max(0))
}

/// A participant with its bills, by hour.
pub struct DayBill<'a> {
	pub participant: &'a Participant,
	pub bills: Vec<&'a Bill>,
	pub total: Total,
}

impl DayBill<'_> {
	/// What part of its costs it has saved; see [`Total::cost_saving`].
	pub fn cost_saving(&self) -> Option<i128> {
		self.total.cost_saving(self.participant.kind)
	}

	/// What the market has brought, as a part of what it would have paid alone, in thousandths of a per
	/// cent: for consumers their saving.
	pub fn relative_gain(&self) -> Option<i128> {
		share(self.total.gain(), self.total.alone_cost)
	}
}

/// All participants, in the order of the day.
pub fn accounts(day: &Day) -> Vec<DayBill<'_>> {
	let mut bills: BTreeMap<u16, Vec<&Bill>> = BTreeMap::new();
	for bill in &day.bills {
		bills.entry(bill.bus).or_default().push(bill);
	}
	let of =
		|participant: &'_ Participant| bills.get(&participant.bus).cloned().unwrap_or_default();
	day.participants
		.iter()
		.map(|participant| {
			let bills = of(participant);
			let total = Total::of(bills.iter().copied());
			DayBill { participant, bills, total }
		})
		.collect()
}

/// The participant of a kind that is nearest to the median of its kind; of two the one that is first.
pub fn typical<'a, 'b>(accounts: &'b [DayBill<'a>], kind: Kind) -> Option<&'b DayBill<'a>> {
	let mut ranked: Vec<_> = accounts
		.iter()
		.filter(|account| account.participant.kind == kind)
		.map(|account| (account.relative_gain().unwrap_or(0), account))
		.collect();
	// A stable sort: the middle one is as near to the median as it gets.
	ranked.sort_by_key(|(rank, _)| *rank);
	let middle = ranked.get(ranked.len().saturating_sub(1) / 2)?.0;
	ranked.iter().find(|(rank, _)| *rank == middle).map(|(_, account)| *account)
}

/// Hours worth a look, in order, each with what it is chosen for. Only first rounds count.
pub fn chosen(day: &Day) -> Vec<(&Hour, &ClearedRound, String)> {
	let firsts = || day.hours.iter().filter_map(|hour| Some((hour, hour.rounds.first()?)));
	let cleared = || firsts().filter(|(_, round)| round.status == "cleared");
	// The scarcest hour of all may have next to no supply, so that there is nothing to see.
	let most = |of: &dyn Fn(&ClearedRound) -> bool| {
		let rounds = firsts().filter(|(_, round)| round.traded > 0 && of(round));
		rounds.max_by_key(|(_, round)| round.traded)
	};
	let picks = [
		("dearest cleared", cleared().max_by_key(|(_, round)| round.price)),
		("cheapest cleared", cleared().min_by_key(|(_, round)| round.price)),
		("most traded in scarcity", most(&|round| round.status == "scarcity")),
		("most traded", most(&|_| true)),
	];
	let mut chosen: Vec<(&Hour, &ClearedRound, String)> = Vec::new();
	for (reason, (hour, round)) in
		picks.into_iter().filter_map(|(reason, pick)| Some((reason, pick?)))
	{
		match chosen.iter_mut().find(|(other, _, _)| std::ptr::eq(*other, hour)) {
			Some((_, _, reasons)) => *reasons = format!("{reasons}, {reason}"),
			None => chosen.push((hour, round, reason.into())),
		}
	}
	chosen.sort_by_key(|(hour, _, _)| hour.hour);
	chosen
}

/// Who sold how much to whom, in Wh.
pub fn flows(day: &Day) -> BTreeMap<(u16, u16), u128> {
	let mut flows = BTreeMap::new();
	for trade in day.hours.iter().flat_map(|hour| &hour.trades) {
		*flows.entry((trade.seller, trade.buyer)).or_default() += u128::from(trade.energy);
	}
	flows
}

/// Whether an hour has cleared more than once.
pub fn is_rolling(day: &Day) -> bool {
	day.hours.iter().any(|hour| hour.rounds.len() > 1)
}
