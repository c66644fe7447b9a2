// SPDX-License-Identifier: Apache-2.0

//! How an island cleared.

use alloc::vec::Vec;

use gridmerit_market::{Level, Planck, Price, Wh, payment};

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{book::Island, error::IslandViolation, load::Priority, rules::IslandRules};

/// How an island cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub enum IslandStatus {
	/// Every load is served in full, or there is none.
	Served,
	/// All that is offered is sold, and load goes without.
	Shedding,
	/// Load goes without that is worth less than what the next offer asks.
	TooDear,
}

/// Orders that stand at one place: of one priority and value, or of one ask. The last one that trades shares if there is
/// not enough for all of it; those before it trade in full, those after it not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct Tier {
	/// Where it stands in the order of its side.
	pub(crate) place: u64,
	/// What it wants or offers, in Wh.
	pub total: Wh,
	/// What of it trades, in Wh.
	pub amount: Wh,
	/// How it shares that.
	pub level: Level,
}

impl Tier {
	/// Where nothing trades.
	pub const NONE: Self = Self { place: 0, total: 0, amount: 0, level: Level::FULL };

	/// Whether there is less than it wants, or wanted less than it offers.
	pub fn shares(&self) -> bool {
		self.amount < self.total
	}
}

/// Price and totals of an island.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct IslandClearing {
	/// At which all energy changes hands, in planck per Wh; none if none does.
	pub price: Option<Price>,
	/// What one more Wh of supply would be worth: the dearest ask that sells, or what the first load counts for that is
	/// not served in full, whichever is more. The price is as much, but at most the cap.
	pub marginal: Price,
	/// What loads want, in Wh.
	pub wanted: Wh,
	/// What of it they get, in Wh.
	pub served: Wh,
	/// What sources and batteries offer at asks up to the cap, in Wh.
	pub supply: Wh,
	/// Energy that changes hands, in Wh: what loads get and batteries are charged with.
	pub traded: Wh,
	/// The last loads that are served, or batteries that are charged.
	pub demand: Tier,
	/// The last offers that sell.
	pub offers: Tier,
}

impl IslandClearing {
	/// How it cleared.
	pub fn status(&self) -> IslandStatus {
		if self.served == self.wanted {
			IslandStatus::Served
		} else if self.traded == self.supply {
			IslandStatus::Shedding
		} else {
			IslandStatus::TooDear
		}
	}

	/// Load that goes without, in Wh.
	pub fn unserved(&self) -> Wh {
		self.wanted.saturating_sub(self.served)
	}

	/// Offers that do not sell, in Wh: no utility takes them.
	pub fn unsold(&self) -> Wh {
		self.supply.saturating_sub(self.traded)
	}

	/// What a Wh is worth that a node has left over, or lacks, in planck per Wh: the marginal value, at most the cap. It
	/// is the price, and is there also where nothing trades.
	pub fn settlement_price(&self, rules: &IslandRules) -> Price {
		self.marginal.min(rules.cap())
	}

	/// What buyers pay to sellers for `energy`, in planck.
	pub fn payment(&self, energy: Wh) -> Planck {
		payment(energy, self.price.unwrap_or(0))
	}
}

/// Price and fills of an island.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub struct IslandOutcome {
	/// Price and totals.
	pub clearing: IslandClearing,
	/// What each load gets, in Wh.
	pub served: Vec<Wh>,
	/// What each offer sells, in Wh.
	pub sold: Vec<Wh>,
	/// What each battery feeds in, in Wh.
	pub discharged: Vec<Wh>,
	/// What each battery draws, in Wh.
	pub charged: Vec<Wh>,
}

impl IslandOutcome {
	/// Whether it has a row for each of the island's.
	pub(crate) fn aligned(&self, island: Island<'_>) -> Result<(), IslandViolation> {
		let batteries = island.storages().len();
		let rows = (self.served.len(), self.sold.len(), self.discharged.len(), self.charged.len());
		if rows == (island.loads().len(), island.offers().len(), batteries, batteries) {
			Ok(())
		} else {
			Err(IslandViolation::Rows)
		}
	}

	/// Fills in the order of [`wanted`](crate::places::wanted).
	pub(crate) fn bought(&self) -> impl Iterator<Item = Wh> + Clone + '_ {
		self.served.iter().chain(&self.charged).copied()
	}

	/// Fills in the order of [`offered`](crate::places::offered).
	pub(crate) fn given(&self) -> impl Iterator<Item = Wh> + Clone + '_ {
		self.sold.iter().chain(&self.discharged).copied()
	}
}

/// What the loads of a priority want and get.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Served {
	/// What they want, in Wh.
	pub wanted: Wh,
	/// What they get, in Wh.
	pub served: Wh,
}

impl Served {
	/// What they go without, in Wh.
	pub fn shed(&self) -> Wh {
		self.wanted.saturating_sub(self.served)
	}
}

/// What the loads of each priority get, critical ones first.
pub fn served(island: Island<'_>, outcome: &IslandOutcome) -> [Served; Priority::ALL.len()] {
	Priority::ALL.map(|priority| {
		let loads = island.loads().iter().zip(&outcome.served);
		let own = loads.filter(|(load, _)| load.priority == priority);
		own.fold(Served::default(), |sum, (load, &served)| Served {
			wanted: sum.wanted.saturating_add(load.quantity),
			served: sum.served.saturating_add(served),
		})
	})
}
