// SPDX-License-Identifier: Apache-2.0

//! Sums of bills, exact, and what the market saved of them, as the paper counts it: what consumers pay less,
//! what prosumers pay less for what they draw, and what they earn more with what they feed in.

use super::record::{Bill, Day, Kind, Participant, Slot};

/// What bills come to. Energy in Wh, money in planck.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
	/// Metered: drawn from the grid.
	pub imported: i128,
	/// Metered: fed in.
	pub exported: i128,
	/// Bought from neighbours.
	pub bought: i128,
	/// Sold to neighbours.
	pub sold: i128,
	/// Paid for energy: to neighbours and to the utility.
	pub cost: i128,
	/// Earned with energy: from neighbours and from the utility.
	pub revenue: i128,
	/// Paid, had there been the utility alone.
	pub alone_cost: i128,
	/// Earned, had there been the utility alone.
	pub alone_revenue: i128,
}

impl Total {
	/// The sum of bills.
	pub fn of<'a>(bills: impl IntoIterator<Item = &'a Bill>) -> Self {
		bills.into_iter().fold(Self::default(), |sum, bill| Self {
			imported: sum.imported + i128::from(bill.imported),
			exported: sum.exported + i128::from(bill.exported),
			bought: sum.bought + i128::from(bill.bought),
			sold: sum.sold + i128::from(bill.sold),
			cost: sum.cost + i128::from(bill.purchases) + i128::from(bill.utility_cost),
			revenue: sum.revenue + i128::from(bill.sales) + i128::from(bill.utility_revenue),
			alone_cost: sum.alone_cost + i128::from(bill.alone_cost),
			alone_revenue: sum.alone_revenue + i128::from(bill.alone_revenue),
		})
	}

	/// What the market has brought, in planck.
	pub fn gain(&self) -> i128 {
		self.revenue - self.cost - (self.alone_revenue - self.alone_cost)
	}

	/// What part of its costs it has saved, in thousandths of a per cent; none without costs. What a
	/// consumer gets back for energy that it bought and did not use counts against its costs.
	pub fn cost_saving(&self, kind: Kind) -> Option<i128> {
		match kind {
			Kind::Consumer => share(self.gain(), self.alone_cost),
			Kind::Prosumer => share(self.alone_cost - self.cost, self.alone_cost),
		}
	}

	/// How much more it has earned, in thousandths of a per cent; none if it earned nothing alone.
	pub fn sale_profit(&self) -> Option<i128> {
		share(self.revenue - self.alone_revenue, self.alone_revenue)
	}
}

/// `part` of `whole` in thousandths of a per cent, rounded half away from zero.
pub fn share(part: i128, whole: i128) -> Option<i128> {
	let (scaled, whole) = (part.checked_mul(200_000)?, (whole > 0).then_some(whole)?);
	(scaled + scaled.signum() * whole).checked_div(whole.checked_mul(2)?)
}

impl Day {
	/// The participant with a TE node.
	pub fn participant(&self, node: u32) -> Option<&Participant> {
		self.participants.iter().find(|participant| participant.node == node)
	}

	/// The bus of a TE node; 0 if it does not take part.
	pub fn bus(&self, node: u32) -> u16 {
		self.participant(node).map_or(0, |participant| participant.bus)
	}

	/// On which side a participant is.
	pub fn kind(&self, node: u32) -> Kind {
		self.participant(node).map_or(Kind::Consumer, |participant| participant.kind)
	}

	/// What the day came to for whoever is at a bus.
	pub fn total_at(&self, bus: u16) -> Total {
		Total::of(self.bills.iter().filter(|bill| self.bus(bill.node) == bus))
	}

	/// What it came to for all on a side.
	pub fn total_of_all(&self, kind: Kind) -> Total {
		Total::of(self.bills.iter().filter(|bill| self.kind(bill.node) == kind))
	}

	/// What all participants gain where each knows its day and there are no fees: every Wh that is traded
	/// saves one at TOU and earns one at FIT less; neither what full lines earn is theirs, nor what FIT would be of that
	/// which they have no room for. In planck.
	pub fn gain_of_trades(&self) -> i128 {
		let of_slot = |slot: &Slot| {
			let traded: i128 = slot.rounds.iter().map(|round| i128::from(round.traded)).sum();
			let gain = traded.saturating_mul(i128::from(slot.tou) - i128::from(slot.fit));
			gain.saturating_sub(slot.rent().into()).saturating_sub(self.curtailment(slot))
		};
		self.slots.iter().map(of_slot).fold(0, i128::saturating_add)
	}

	/// What the surplus of a slot would have earned at FIT beyond what it did: nothing without lines. In planck.
	fn curtailment(&self, slot: &Slot) -> i128 {
		if self.feeder.is_none() {
			return 0;
		}
		let bills = self.bills.iter().filter(|bill| bill.slot == slot.slot);
		let of_bill = |bill: &Bill| {
			let has = i128::from(bill.exported).saturating_add(bill.bought.into());
			let needs = i128::from(bill.imported).saturating_add(bill.sold.into());
			let worth = has.saturating_sub(needs).max(0).saturating_mul(slot.fit.into());
			worth.saturating_sub(bill.utility_revenue.into())
		};
		bills.map(of_bill).fold(0, i128::saturating_add)
	}
}
