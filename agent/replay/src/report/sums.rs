// SPDX-License-Identifier: Apache-2.0

//! What each participant's day came to, who is like whom, and the choices that follow from that.

use std::collections::BTreeMap;

use crate::day::{Bill, ClearedRound, Day, Kind, Participant, Slot, Total, share};

/// What people call whoever has a TE node.
pub fn name(day: &Day, node: u32) -> String {
	day.participant(node).map_or_else(|| format!("node {node}"), |found| found.name.clone())
}

/// Names, joined.
pub fn names(day: &Day, nodes: &[u32]) -> String {
	nodes.iter().map(|node| name(day, *node)).collect::<Vec<_>>().join(", ")
}

/// Energy drawn from and fed to the utility in a slot, in Wh: what the trades leave of the metered.
pub fn utility(bill: &Bill) -> (i128, i128) {
	let has = i128::from(bill.exported) + i128::from(bill.bought);
	let owes = i128::from(bill.imported) + i128::from(bill.sold);
	((owes - has).max(0), (has - owes).max(0))
}

/// A participant with its bills, by slot.
pub struct DayBill<'a> {
	pub participant: &'a Participant,
	pub bills: Vec<&'a Bill>,
	pub total: Total,
}

impl DayBill<'_> {
	/// What the market has brought, as a part of what it would have paid alone, in thousandths of a per
	/// cent: for consumers their saving.
	pub fn relative_gain(&self) -> Option<i128> {
		share(self.total.gain(), self.total.alone_cost)
	}
}

/// All participants, in the order of the day.
pub fn accounts(day: &Day) -> Vec<DayBill<'_>> {
	let mut bills: BTreeMap<u32, Vec<&Bill>> = BTreeMap::new();
	for bill in &day.bills {
		bills.entry(bill.node).or_default().push(bill);
	}
	let of =
		|participant: &'_ Participant| bills.get(&participant.node).cloned().unwrap_or_default();
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

/// Those with the same curve, together: what their meters saw is the same up to its height. The first of each group is
/// the first of the day.
pub fn groups<'a, 'b>(accounts: &'b [DayBill<'a>]) -> Vec<Vec<&'b DayBill<'a>>> {
	let mut groups: Vec<Vec<&DayBill<'_>>> = Vec::new();
	for account in accounts {
		let is_like = |group: &&mut Vec<&DayBill<'_>>| {
			group.first().is_some_and(|first| same_curve(first, account))
		};
		match groups.iter_mut().find(is_like) {
			Some(group) => group.push(account),
			None => groups.push(vec![account]),
		}
	}
	groups
}

/// Whether each interval has the same part of the whole, but for what whole Wh leave out.
fn same_curve(a: &DayBill<'_>, b: &DayBill<'_>) -> bool {
	let whole = |account: &DayBill<'_>| account.total.imported + account.total.exported;
	let (a_whole, b_whole) = (whole(a), whole(b));
	let is_near = |a_part: u64, b_part: u64| {
		let off =
			i128::from(a_part).saturating_mul(b_whole) - i128::from(b_part).saturating_mul(a_whole);
		off.saturating_abs() <= a_whole.saturating_add(b_whole)
	};
	let near = |(a, b): (&&Bill, &&Bill)| {
		a.slot == b.slot && is_near(a.imported, b.imported) && is_near(a.exported, b.exported)
	};
	a.participant.kind == b.participant.kind
		&& (a_whole > 0) == (b_whole > 0)
		&& a.bills.len() == b.bills.len()
		&& a.bills.iter().zip(&b.bills).all(near)
}

/// Intervals worth a look, in order, each with what it is chosen for. Only first rounds whose book is known count.
pub fn chosen(day: &Day) -> Vec<(&Slot, &ClearedRound, String)> {
	let firsts = || {
		let rounds = day.slots.iter().filter_map(|slot| Some((slot, slot.rounds.first()?)));
		rounds.filter(|(_, round)| !round.book.is_empty())
	};
	let cleared = || firsts().filter(|(_, round)| round.status == "cleared");
	// The scarcest of all may have next to no supply, so that there is nothing to see.
	let most = |of: &dyn Fn(&ClearedRound) -> bool| {
		let rounds = firsts().filter(|(_, round)| round.traded > 0 && of(round));
		rounds.max_by_key(|(_, round)| round.traded)
	};
	let picks = [
		("dearest cleared", cleared().max_by_key(|(_, round)| round.prices().last().copied())),
		("cheapest cleared", cleared().min_by_key(|(_, round)| round.prices().first().copied())),
		("most traded in scarcity", most(&|round| round.status == "scarcity")),
		("most traded", most(&|_| true)),
	];
	let mut chosen: Vec<(&Slot, &ClearedRound, String)> = Vec::new();
	for (reason, (slot, round)) in
		picks.into_iter().filter_map(|(reason, pick)| Some((reason, pick?)))
	{
		match chosen.iter_mut().find(|(other, _, _)| std::ptr::eq(*other, slot)) {
			Some((_, _, reasons)) => *reasons = format!("{reasons}, {reason}"),
			None => chosen.push((slot, round, reason.into())),
		}
	}
	chosen.sort_by_key(|(slot, _, _)| slot.slot);
	chosen
}

/// Who sold how much to whom, in Wh.
pub fn flows(day: &Day) -> BTreeMap<(u32, u32), u128> {
	let mut flows = BTreeMap::new();
	for trade in day.slots.iter().flat_map(|slot| &slot.trades) {
		*flows.entry((trade.seller, trade.buyer)).or_default() += u128::from(trade.energy);
	}
	flows
}

/// Whether an interval has traded in more than one round.
pub fn is_rolling(day: &Day) -> bool {
	let traded = |slot: &Slot| slot.rounds.iter().filter(|round| round.traded > 0).count();
	day.slots.iter().any(|slot| traded(slot) > 1)
}
