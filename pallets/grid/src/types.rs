// SPDX-License-Identifier: Apache-2.0

//! What is stored about lines and their limits.

use frame_support::pallet_prelude::*;
use gridmerit_energy::{Interval, Wh};
use gridmerit_grid::{Bus, Line};
use serde::{Deserialize, Serialize};

use crate::Config;

/// Most values that hold or are to hold: one, and three that wait for their interval.
pub type MaxScheduled = ConstU32<4>;

/// Most default limits of a line: as many, and two that only the market's operator and committees can add, so that nobody
/// who fills the others stops them.
pub type MaxDefaults = ConstU32<6>;

/// What holds from an interval on until the next, in ascending order.
pub type Schedule<V, Most = MaxScheduled> = BoundedVec<(Interval, V), Most>;

/// The intervals that are traded.
#[frame_support::stored]
#[derive(Copy, Default)]
#[scale_info(capture_docs = "always")]
pub struct TradingIntervals {
	/// The first one. What lies before has cleared for the last time.
	pub first: Interval,
	/// The first one after them, of which no window has opened.
	pub end: Interval,
	/// How long an interval lasts, in milliseconds.
	pub interval_ms: u32,
}

/// What a line may carry in one interval, of what neighbours trade.
#[frame_support::stored]
#[derive(Copy, Serialize, Deserialize)]
#[scale_info(capture_docs = "always")]
pub struct Limits {
	/// Most energy towards its bus, in Wh.
	#[codec(compact)]
	pub import: Wh,
	/// Most energy from its bus, in Wh.
	#[codec(compact)]
	pub export: Wh,
}

impl Limits {
	/// As much as the line is rated for.
	pub const NONE: Self = Self { import: Line::NO_LIMIT, export: Line::NO_LIMIT };

	/// The smaller one.
	pub(crate) fn least(&self) -> Wh {
		self.import.min(self.export)
	}

	/// The larger one.
	pub(crate) fn most(&self) -> Wh {
		self.import.max(self.export)
	}

	/// No less than `least` in either direction, and no more than `most`.
	pub(crate) fn within(self, least: Wh, most: Wh) -> Self {
		let within = |limit: Wh| limit.max(least).min(most);
		Self { import: within(self.import), export: within(self.export) }
	}
}

/// Limits of a line, and whether two agreed to them.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub struct Decided {
	/// The limits.
	pub limits: Limits,
	/// Whether one proposed them and another agreed. If not, they never take more than its free share from a rating,
	/// whatever that is when they hold.
	pub agreed: bool,
	/// How often the line's limits had been reset before or with it: a default that the market's operator sets, or
	/// that two agree to, resets what one alone had set for single intervals.
	#[codec(compact)]
	pub resets: u32,
}

impl Decided {
	/// Whether these limits of a single interval still hold in the place of the default there.
	pub(crate) fn outlasts(&self, default: Option<&Self>) -> bool {
		self.agreed || default.is_none_or(|default| default.resets <= self.resets)
	}

	/// What a line may carry of its rating, of which one can only take away down to the free share.
	pub(crate) fn within(&self, free: Wh, rating: Wh) -> Limits {
		self.limits.within(if self.agreed { 0 } else { free }, rating)
	}
}

/// Where a line leads and what it is built for.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub struct Built {
	/// The bus at its other end, on the way to the substation.
	pub parent: Bus,
	/// What it can carry in one interval, in Wh in either direction. 0: it is out of service.
	#[codec(compact)]
	pub rating: Wh,
}

/// The line that a bus hangs on.
#[frame_support::stored]
#[derive(Default)]
#[scale_info(capture_docs = "always")]
pub struct LineRow {
	/// How it is built.
	pub built: Schedule<Built>,
	/// Its default limits; its rating where there are none.
	pub limits: Schedule<Decided, MaxDefaults>,
}

impl LineRow {
	/// How often its limits have been reset.
	pub(crate) fn resets(&self) -> u32 {
		self.limits.last().map_or(0, |(_, decided)| decided.resets)
	}
}

/// A line as it is to be.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct LineData<AccountId> {
	/// The bus that hangs on it. New buses follow the ones that there are, from 1 on.
	pub bus: Bus,
	/// The bus at its other end, on the way to the substation, which is bus 0.
	pub parent: Bus,
	/// What it can carry in one interval, in Wh in either direction. 0 takes it out of service.
	#[codec(compact)]
	pub rating: Wh,
	/// Who sets its limits.
	pub owner: AccountId,
}

/// For which intervals limits are set.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub enum When {
	/// The default from an interval on, or from the first that can still change if that is later.
	From(Interval),
	/// Limits of their own for some intervals.
	Only {
		/// The first one.
		first: Interval,
		/// The last one.
		last: Interval,
	},
}

impl When {
	/// How many intervals get limits of their own.
	pub(crate) fn intervals(&self) -> u32 {
		match *self {
			Self::From(_) => 0,
			Self::Only { first, last } => last.saturating_sub(first).saturating_add(1),
		}
	}
}

/// What takes two to decide.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub enum Change<Lines> {
	/// New lines, and others that lead elsewhere, or have another rating or owner. Proposed by a grid operator, agreed to
	/// by the market's operator.
	Lines {
		/// From this interval on, or the first after the notice if that is later.
		from: Interval,
		/// The lines, in ascending order of their buses.
		lines: Lines,
	},
	/// Limits that one alone can neither set nor change. Proposed by the owner, agreed to by a grid operator that is
	/// somebody else; or proposed by the owner or a grid operator, agreed to by the market's operator.
	Limits {
		/// The bus that hangs on the line.
		bus: Bus,
		/// For which intervals; if a grid operator agrees, after the notice.
		when: When,
		/// The limits; none: what two agreed to there ends.
		limits: Option<Limits>,
	},
}

/// Who agreed to a change.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub enum Agreement<AccountId> {
	/// The market's operator.
	Operator,
	/// A grid operator, to limits that the owner of the line proposed.
	GridOperator(AccountId),
	/// A committee.
	Committee,
}

/// A line that exists from the start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenesisLine<AccountId> {
	/// Who sets its limits.
	pub owner: AccountId,
	/// The bus at its other end.
	pub parent: Bus,
	/// What it can carry in one interval, in Wh in either direction.
	pub rating: Wh,
	/// Its default limits, which count as agreed to by two; its rating if there are none.
	#[serde(default)]
	pub limits: Option<Limits>,
}

/// A line in an interval.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct LineView<AccountId> {
	/// Who sets its limits now.
	pub owner: AccountId,
	/// Where it leads and what it is built for.
	pub built: Built,
	/// What it may carry.
	pub limits: Limits,
	/// Whether two agreed to these limits, so that nobody changes them alone.
	pub agreed: bool,
}

/// Lines of a proposal in a runtime.
pub type LinesOf<T> =
	BoundedVec<LineData<<T as frame_system::Config>::AccountId>, <T as Config>::MaxChange>;
/// [`Change`] of a runtime.
pub type ChangeOf<T> = Change<LinesOf<T>>;
