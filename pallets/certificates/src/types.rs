// SPDX-License-Identifier: Apache-2.0

//! What is stored of certificates.

use frame_support::{pallet_prelude::*, traits::ConstU32};
use gridmerit_energy::{Interval, MeterIndex, NodeIndex, Wh};
use gridmerit_origin::{BySource, Lot, Plant, PlantData, Sums};
use gridmerit_pallet_support::{PAGE_ROWS, PageIndex};
use serde::{Deserialize, Serialize};

/// Most rounds in which an interval is traded.
pub const MAX_ROUNDS: u32 = 128;

/// A plant of a runtime.
pub type PlantOf<T> = Plant<<T as frame_system::Config>::AccountId>;
/// A page of certificates.
pub type LotPage = BoundedVec<Lot, ConstU32<PAGE_ROWS>>;
/// Rounds of an interval, and how many transactions each has.
pub type Rounds = BoundedVec<(Interval, u32), ConstU32<MAX_ROUNDS>>;

/// What certificates there are of an interval.
#[frame_support::stored]
#[derive(Default)]
#[scale_info(capture_docs = "always")]
pub struct IntervalSums {
	/// How many lots are stored: the next one has this number.
	#[codec(compact)]
	pub lots: u32,
	/// What was issued and what became of it, by kind of source.
	pub sums: BySource<Sums>,
}

/// How far certificates are issued.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct Progress {
	/// All intervals before this one are done.
	#[codec(compact)]
	pub interval: Interval,
	/// How far this one is.
	pub stage: Stage,
}

impl Progress {
	/// At the beginning of an interval.
	pub(crate) fn at(interval: Interval) -> Self {
		Self { interval, stage: Stage::Issue { next: 0, any: false } }
	}
}

/// What is to be done with an interval.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub enum Stage {
	/// What plants are issued, node by node.
	Issue {
		/// The node to go on with.
		#[codec(compact)]
		next: NodeIndex,
		/// Whether any was issued something.
		any: bool,
	},
	/// What goes to those whom they sold to, transaction by transaction.
	Deal {
		/// The rounds to go on with.
		rounds: Rounds,
		/// The page of transactions of the first of them.
		#[codec(compact)]
		page: PageIndex,
		/// The transaction on it.
		#[codec(compact)]
		row: u32,
	},
	/// What stays with the plants, node by node.
	Keep {
		/// The node to go on with.
		#[codec(compact)]
		next: NodeIndex,
	},
}

/// How much an issuer certifies.
#[frame_support::stored]
#[derive(Copy, Default)]
#[scale_info(capture_docs = "always")]
pub struct Issuing {
	/// The most for an interval of all plants that it certifies, in Wh; none where the operator has not said: then it is
	/// `DefaultCap`.
	pub most: Option<Wh>,
	/// How much it has certified of that, in Wh.
	#[codec(compact)]
	pub used: Wh,
}

/// What an auditor has done lately.
#[frame_support::stored]
#[derive(Copy, Default)]
#[scale_info(capture_docs = "always")]
pub struct Recent {
	/// From this interval on.
	#[codec(compact)]
	pub since: Interval,
	/// How often.
	#[codec(compact)]
	pub count: u32,
}

/// A plant that exists from the start, certified by the operator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenesisPlant {
	/// The node.
	pub node: NodeIndex,
	/// What it is.
	pub data: PlantData,
	/// Its settlement meter.
	pub meter: MeterIndex,
	/// The most that it is issued for an interval, in Wh.
	pub most: Wh,
	/// The first interval for which it is issued nothing any more.
	pub until: Interval,
}
