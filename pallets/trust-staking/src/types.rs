// SPDX-License-Identifier: Apache-2.0

//! What is stored about trust.

use frame_support::{BoundedVec, traits::ConstU32};
use gridmerit_energy::{Interval, NodeIndex, PageIndex, Planck};
use gridmerit_pallet_support::{Evidence, SessionIndex};
use gridmerit_trust::{
	Accrual, Day, Discount, Offence, Params, Part, Pool, Reputation, Tier, Unbonding, Weighing,
};

use serde::{Deserialize, Serialize};

use crate::Config;

/// Most tiers.
pub const MAX_TIERS: u32 = 8;

/// [`Unbonding`]s of a runtime, oldest first.
pub type UnbondingsOf<T> = BoundedVec<Unbonding, <T as Config>::MaxUnbondings>;
/// [`Stake`] of a runtime.
pub type StakeOf<T> = Stake<<T as frame_system::Config>::AccountId, UnbondingsOf<T>>;
/// [`Backer`] of a runtime.
pub type BackerOf<T> = Backer<UnbondingsOf<T>>;
/// [`PendingSlash`] of a runtime.
pub type PendingSlashOf<T> = PendingSlash<<T as frame_system::Config>::AccountId>;

/// All that is bonded behind a node.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct Stake<AccountId, Unbondings> {
	/// Whose money the node's own bond is: of the account that acted for it when it bonded.
	pub owner: Option<AccountId>,
	/// The node's own bond, in planck.
	#[codec(compact)]
	pub bonded: Planck,
	/// What of it is on its way out, in planck.
	pub unbonding: Unbondings,
	/// What backers have bonded.
	pub pool: Pool,
	/// What backers have on its way out. It is slashed as all else is.
	pub leaving: Pool,
	/// What the pool's shares have earned.
	pub accrual: Accrual,
	/// How many backers there are, with those who leave and those who have rewards to claim.
	#[codec(compact)]
	pub backers: u32,
	/// What of its backers' rewards the node keeps.
	pub commission: Part,
	/// What it keeps from a session on.
	pub next_commission: Option<(SessionIndex, Part)>,
	/// How many slashes of it wait for the end of their dispute window.
	#[codec(compact)]
	pub pending: u32,
}

impl<AccountId, Unbondings: Default> Default for Stake<AccountId, Unbondings> {
	fn default() -> Self {
		Self {
			owner: None,
			bonded: 0,
			unbonding: Unbondings::default(),
			pool: Pool::default(),
			leaving: Pool::default(),
			accrual: Accrual::default(),
			backers: 0,
			commission: Part::ZERO,
			next_commission: None,
			pending: 0,
		}
	}
}

impl<AccountId, S> Stake<AccountId, BoundedVec<Unbonding, S>> {
	/// What of the node's own bond is on its way out, in planck.
	pub fn unbonding(&self) -> Planck {
		self.unbonding.iter().fold(0, |sum: Planck, part| sum.saturating_add(part.amount))
	}

	/// What the node has at risk itself, in planck.
	pub fn own(&self) -> Planck {
		self.bonded.saturating_add(self.unbonding())
	}

	/// What backers have at risk, in planck.
	pub fn backed(&self) -> Planck {
		self.pool.bonded.saturating_add(self.leaving.bonded)
	}

	/// Whether the node's own bond is enough that anything counts.
	pub fn vouches(&self, weighing: &Weighing) -> bool {
		self.bonded >= weighing.least.max(1)
	}

	/// What counts for trust, in planck: nothing while the node risks too little of its own, whoever backs it.
	pub fn counted(&self, weighing: &Weighing) -> Planck {
		if self.vouches(weighing) { self.bonded.saturating_add(self.pool.bonded) } else { 0 }
	}

	/// Whether there is nothing left that would have to be stored.
	pub fn is_empty(&self) -> bool {
		self.bonded == 0 && self.unbonding.is_empty() && self.backers == 0 && self.pending == 0
	}

	/// What the node keeps of its backers' rewards in a session.
	pub fn commission_in(&self, session: SessionIndex) -> Part {
		match self.next_commission {
			Some((from, commission)) if from <= session => commission,
			_ => self.commission,
		}
	}
}

/// What somebody has bonded behind a node.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct Backer<Unbondings> {
	/// Shares of the pool.
	#[codec(compact)]
	pub shares: Planck,
	/// Where the pool's rewards per share stood when it was last reckoned.
	#[codec(compact)]
	pub since: u128,
	/// Rewards that it has earned before and not claimed, in planck.
	#[codec(compact)]
	pub owed: Planck,
	/// Shares of the pool of those who leave.
	pub leaving: Unbondings,
}

impl<Unbondings: Default> Default for Backer<Unbondings> {
	fn default() -> Self {
		Self { shares: 0, since: 0, owed: 0, leaving: Unbondings::default() }
	}
}

impl<S> Backer<BoundedVec<Unbonding, S>> {
	/// Whether there is nothing left that would have to be stored.
	pub fn is_empty(&self) -> bool {
		self.shares == 0 && self.owed == 0 && self.leaving.is_empty()
	}
}

/// Which intervals have counted: the newest, and which of the 127 before it. What is older counts as known.
#[frame_support::stored]
#[derive(Copy, Default)]
#[scale_info(capture_docs = "always")]
pub struct Counted {
	newest: Interval,
	bits: u128,
}

impl Counted {
	/// Takes an interval in; whether it was not there.
	pub fn insert(&mut self, interval: Interval) -> bool {
		if self.bits == 0 || interval > self.newest {
			let ahead = interval.saturating_sub(self.newest);
			self.bits = self.bits.checked_shl(ahead).unwrap_or(0) | 1;
			self.newest = interval;
			return true;
		}
		let behind = self.newest.saturating_sub(interval);
		let Some(bit) = 1_u128.checked_shl(behind) else { return false };
		let new = self.bits & bit == 0;
		self.bits |= bit;
		new
	}
}

/// How a node stands: its index, rewards, and what has counted.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub struct StandingRow {
	/// Its index as it was folded last.
	pub reputation: Reputation,
	/// Which intervals have counted.
	pub counted: Counted,
	/// Rewards of its own that it has not claimed, in planck.
	#[codec(compact)]
	pub owed: Planck,
}

impl StandingRow {
	/// Of a node that begins.
	pub fn new(day: Day, params: &Params) -> Self {
		let reputation = Reputation::new(day, params);
		Self { reputation, counted: Counted::default(), owed: 0 }
	}

	/// Of a node that begins the chain with an index. Genesis has no time, so the index has no day yet: it does not
	/// fade until the first session is over and it is dated.
	pub(crate) fn at_genesis(index: Part) -> Self {
		let reputation = Reputation { index, day: Day::MAX, counted: 0 };
		Self { reputation, counted: Counted::default(), owed: 0 }
	}

	/// Whether its index has a day.
	pub(crate) fn is_dated(&self) -> bool {
		self.reputation.day < Day::MAX
	}

	/// Gives an index that has none its day.
	pub(crate) fn dated(mut self, day: Day) -> Self {
		if !self.is_dated() {
			self.reputation.day = day;
		}
		self
	}
}

/// The session whose conduct is gathered.
#[frame_support::stored]
#[derive(Copy, Default)]
#[scale_info(capture_docs = "always")]
pub struct RunningSession {
	/// Its number.
	pub session: SessionIndex,
	/// In which of two places; the other has what is being folded.
	pub place: bool,
}

/// How far the folding of a session has come.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub struct FoldCursor {
	/// The session.
	pub session: SessionIndex,
	/// The day on which it ended.
	pub day: Day,
	/// The first page with nodes that are not folded.
	pub page: PageIndex,
}

/// Which part of a bond a proven offence of full severity takes.
#[frame_support::stored]
#[derive(Copy, Serialize, Deserialize)]
#[scale_info(capture_docs = "always")]
pub struct Slashing {
	/// A reading that never came.
	pub missing_reading: Part,
	/// A meter that contradicts itself.
	pub contradiction: Part,
	/// A meter revoked by others.
	pub revoked_meter: Part,
	/// A block or vote made twice.
	pub equivocation: Part,
	/// Absence from a session.
	pub absence: Part,
	/// A computation that is proven false.
	pub false_computation: Part,
	/// What who has reported it gets of what the node itself loses, after the damage is made good.
	pub reporter: Part,
}

impl Default for Slashing {
	/// Who contradicts itself loses half; what happens to the honest takes nothing, or next to nothing.
	fn default() -> Self {
		Self {
			missing_reading: Part::ZERO,
			contradiction: Part::thousandths(500),
			revoked_meter: Part::thousandths(100),
			equivocation: Part::thousandths(500),
			absence: Part::thousandths(1),
			false_computation: Part::thousandths(500),
			reporter: Part::thousandths(100),
		}
	}
}

impl Slashing {
	/// The most that one offence takes: not all, so that what is left in a pool keeps a worth.
	pub const MOST: Part = Part::thousandths(990);
	/// The most that a reporter gets of a slash.
	pub const MOST_FOR_REPORTER: Part = Part::thousandths(500);

	/// Which part of a bond an offence takes.
	pub fn of(&self, offence: Offence) -> Part {
		match offence {
			Offence::MissingReading => self.missing_reading,
			Offence::Contradiction => self.contradiction,
			Offence::RevokedMeter => self.revoked_meter,
			Offence::Equivocation => self.equivocation,
			Offence::Absence => self.absence,
			Offence::FalseComputation => self.false_computation,
		}
	}
}

/// By what trust moves and what it does.
#[frame_support::stored]
#[derive(Default, Serialize, Deserialize)]
#[scale_info(capture_docs = "always")]
pub struct TrustRules {
	/// How the index moves, and what is paid for risk.
	pub params: Params,
	/// How index and bond are weighed together.
	pub weighing: Weighing,
	/// What offences take of bonds.
	pub slashing: Slashing,
	/// How much less trusted sellers must lock; nothing by default.
	pub discount: Discount,
	/// What may be offered from some trust on; no limit if there are none.
	pub tiers: BoundedVec<Tier, ConstU32<MAX_TIERS>>,
}

/// A slash that waits for the end of its dispute window.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct PendingSlash<AccountId> {
	/// Whose bond it takes from.
	pub node: NodeIndex,
	/// For what; none if for nothing but a debt.
	pub offence: Option<Offence>,
	/// How severe that was.
	pub severity: Part,
	/// Which part of what is bonded it takes, if it is not cancelled.
	pub fraction: Part,
	/// Whom it has cost how much, in planck: made good first, and from the node's own bond.
	pub damage: Option<(NodeIndex, Planck)>,
	/// Who has brought the proof.
	pub reporter: Option<AccountId>,
	/// By what it is proven.
	pub evidence: Evidence,
	/// When it was reported.
	pub reported: SessionIndex,
	/// The session that applies it.
	pub due: SessionIndex,
}
