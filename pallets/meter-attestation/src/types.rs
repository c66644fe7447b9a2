// SPDX-License-Identifier: Apache-2.0

//! What is stored about meters, who makes them and on whose behalf they are revoked.

use alloc::vec::Vec;
use frame_support::{pallet_prelude::*, traits::DefensiveTruncateFrom};
use gridmerit_energy::{Interval, MeterIndex, NodeIndex, Reading};
use gridmerit_pallet_support::{MAX_SPANS, Name, ReadingDuty, Words};
use gridmerit_trust::Offence;
use serde::{Deserialize, Serialize};

use crate::Config;

/// Number of a manufacturer. Numbers are given out in turn and never reused.
pub type ManufacturerId = u32;
/// What a manufacturer calls a device: what is printed on it.
pub type Serial = BoundedVec<u8, ConstU32<{ gridmerit_statements::MAX_SERIAL as u32 }>>;

/// Who makes meters, and certifies them.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct Manufacturer<Keys> {
	/// What it is called.
	pub name: Name,
	/// Any of these keys signs its certificates. If there is none, it certifies no more.
	pub keys: Keys,
}

/// A meter's key, and from when on it signs with it.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct KeyFrom<Key> {
	/// The key.
	pub key: Key,
	/// Readings of intervals from this one on are signed with it, until the next key's.
	pub from: Interval,
}

/// Whose energy a meter measures.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub struct Binding {
	/// The node.
	pub node: NodeIndex,
	/// The first interval that it measures there.
	pub from: Interval,
}

/// A meter, as each of its readings needs it.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct Meter<Key> {
	/// Its key.
	pub key: KeyFrom<Key>,
	/// The key before, if it was rotated.
	pub former_key: Option<KeyFrom<Key>>,
	/// Whose energy it measures.
	pub binding: Option<Binding>,
	/// How often it has been bound: what its next consent must state.
	pub bindings: u32,
	/// Its readings from this interval on do not count: it was retired.
	pub retired_from: Option<Interval>,
	/// Its readings from this interval on do not count: it is revoked.
	pub revoked_from: Option<Interval>,
}

impl<Key> Meter<Key> {
	/// The key with which readings of an interval are signed.
	pub fn key_for(&self, interval: Interval) -> Option<&Key> {
		let keys = [Some(&self.key), self.former_key.as_ref()];
		keys.into_iter().flatten().find(|held| held.from <= interval).map(|held| &held.key)
	}

	/// Whether it has been retired by an interval.
	pub fn is_retired(&self, interval: Interval) -> bool {
		self.retired_from.is_some_and(|from| from <= interval)
	}

	/// Whether it is revoked in an interval.
	pub fn is_revoked(&self, interval: Interval) -> bool {
		self.revoked_from.is_some_and(|from| from <= interval)
	}
}

/// Who registered a meter.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct Registrant<AccountId, Deposit> {
	/// The account.
	pub account: AccountId,
	/// Its deposit, back when the meter is retired.
	pub deposit: Deposit,
}

/// What is known about a meter beside what its readings need.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct Details<AccountId, Deposit> {
	/// Who made it.
	pub manufacturer: ManufacturerId,
	/// What its manufacturer calls it.
	pub serial: Serial,
	/// Who registered it; nobody if it is there from the start or has been retired.
	pub registrant: Option<Registrant<AccountId, Deposit>>,
}

/// A meter's time as settlement meter. It ends when the next one begins.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub struct Span {
	/// The meter.
	pub meter: MeterIndex,
	/// The first interval that it settles.
	pub from: Interval,
	/// The first interval that it settles no more because it was retired.
	pub until: Option<Interval>,
}

/// A node's meters.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct NodeMeters<Meters> {
	/// All that are bound to it, in ascending order.
	pub meters: Meters,
	/// Its settlement meters, in turn, as far as they matter: the last one, and those before it that settle what
	/// can still be disputed.
	pub spans: BoundedVec<Span, ConstU32<MAX_SPANS>>,
}

impl<Meters: Default> Default for NodeMeters<Meters> {
	fn default() -> Self {
		Self { meters: Meters::default(), spans: BoundedVec::new() }
	}
}

/// Why a meter cannot become the settlement meter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unchosen {
	/// It is that already.
	Chosen,
	/// The change before still matters.
	TooSoon,
}

impl<Meters> NodeMeters<Meters> {
	/// The last time as settlement meter that has begun by an interval.
	pub fn span_at(&self, interval: Interval) -> Option<&Span> {
		self.spans.iter().rev().find(|span| span.from <= interval)
	}

	/// The settlement meter in an interval.
	pub fn settles(&self, interval: Interval) -> Option<MeterIndex> {
		let span = self.span_at(interval)?;
		span.until.is_none_or(|until| interval < until).then_some(span.meter)
	}

	/// Whether a meter settles all intervals from `first` to `last`.
	pub fn settles_all(&self, meter: MeterIndex, first: Interval, last: Interval) -> bool {
		self.span_at(first) == self.span_at(last)
			&& self.settles(first) == Some(meter)
			&& self.settles(last) == Some(meter)
	}

	/// The settlement meters in turn, and from when to when each is it, the latter exclusive. One may be it twice.
	pub fn services(
		&self,
	) -> impl DoubleEndedIterator<Item = (MeterIndex, Interval, Option<Interval>)> {
		self.spans.iter().enumerate().map(|(place, span)| {
			let next = self.spans.get(place.saturating_add(1)).map(|next| next.from);
			(span.meter, span.from, [span.until, next].into_iter().flatten().min())
		})
	}

	/// Whether a meter is or was the settlement meter, as far as that matters.
	pub fn serves(&self, meter: MeterIndex) -> bool {
		self.spans.iter().any(|span| span.meter == meter)
	}

	/// In which intervals readings are owed.
	pub fn duty(&self) -> ReadingDuty {
		let spans: Vec<_> = self.services().map(|(_, from, until)| (from, until)).collect();
		ReadingDuty { spans: BoundedVec::defensive_truncate_from(spans) }
	}

	/// Forgets what settles nothing that is still open.
	pub fn prune(&mut self, closed_until: Interval) {
		while self.spans.get(1).is_some_and(|span| span.from <= closed_until) {
			self.spans.remove(0);
		}
		self.spans.retain(|span| span.until.is_none_or(|until| until > closed_until));
	}

	/// Makes a meter the settlement meter from an interval on; from when on it is that. A change that was
	/// to come after the interval `now` is dropped, and so is one that would settle nothing. Not if more than
	/// `most` would be remembered.
	pub fn choose(
		&mut self,
		meter: MeterIndex,
		from: Interval,
		now: Interval,
		closed_until: Interval,
		most: u32,
	) -> Result<Interval, Unchosen> {
		let before = self.spans.len();
		self.spans.retain(|span| span.from < from && span.from <= now);
		let dropped = self.spans.len() < before;
		self.prune(closed_until);
		match self.spans.last() {
			Some(last) if last.meter == meter && dropped => Ok(last.from),
			Some(last) if last.meter == meter => Err(Unchosen::Chosen),
			_ => {
				if self.spans.len() as u32 >= most {
					return Err(Unchosen::TooSoon);
				}
				let span = Span { meter, from, until: None };
				self.spans.try_push(span).map_err(|_| Unchosen::TooSoon)?;
				Ok(from)
			},
		}
	}

	/// Ends a meter's time as settlement meter before the interval `now`. What it was yet to settle, the one
	/// before goes on to settle.
	pub fn end(&mut self, meter: MeterIndex, now: Interval) {
		self.spans.retain(|span| span.meter != meter || span.from < now);
		for span in self.spans.iter_mut().filter(|span| span.meter == meter) {
			span.until = Some(now);
		}
	}
}

/// A reading and the meter's signature on it.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct SignedReading<Signature> {
	/// The meter.
	#[codec(compact)]
	pub meter: MeterIndex,
	/// What it states.
	pub reading: Reading,
	/// Its signature on that, for this chain.
	pub signature: Signature,
}

/// A proof that a meter has contradicted itself.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct Tampering {
	/// For which interval. Its readings do not count from that on.
	pub since: Interval,
	/// What the node's account says to that.
	pub challenge: Option<Words>,
}

/// That a meter is revoked on somebody's behalf.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct Revocation<AccountId> {
	/// On whose; on nobody's if the meter has contradicted itself.
	pub by: Option<AccountId>,
	/// Its readings from this interval on do not count.
	pub since: Interval,
	/// The offence of the meter's node as which it was reported, the graver one if there were two.
	pub counted: Option<Offence>,
}

/// Until when of what a meter was revoked for and was lifted: if it is brought up again it is no other offence.
#[frame_support::stored]
#[derive(Copy, Default)]
#[scale_info(capture_docs = "always")]
pub struct Lifted {
	/// Contradictions of intervals before this one, since such an offence was lifted.
	pub contradictions: Interval,
	/// What authorities report since intervals before this one, since such an offence was lifted.
	pub reports: Interval,
	/// Contradictions of intervals before this one that undo something, since it was lifted that this was an offence.
	pub undone: Interval,
}

/// A meter that exists from the start, without a certificate or a deposit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenesisMeter<Key> {
	/// Who made it: its place among the manufacturers.
	pub manufacturer: ManufacturerId,
	/// Its key, which signs from the first interval on.
	pub key: Key,
	/// Its serial number.
	pub serial: alloc::string::String,
	/// The node that it is bound to.
	pub node: Option<NodeIndex>,
}

/// Deposit of a runtime.
type DepositOf<T> = <T as Config>::Deposit;
/// Account of a runtime.
type AccountIdOf<T> = <T as frame_system::Config>::AccountId;
/// A manufacturer's keys.
pub type KeysOf<T> = BoundedVec<<T as Config>::Key, <T as Config>::MaxKeys>;
/// [`Manufacturer`] of a runtime.
pub type ManufacturerOf<T> = Manufacturer<KeysOf<T>>;
/// [`Meter`] of a runtime.
pub type MeterOf<T> = Meter<<T as Config>::Key>;
/// [`Details`] of a runtime.
pub type DetailsOf<T> = Details<AccountIdOf<T>, DepositOf<T>>;
/// [`NodeMeters`] of a runtime.
pub type NodeMetersOf<T> = NodeMeters<BoundedVec<MeterIndex, <T as Config>::MaxMeters>>;
/// A meter's accepted readings, in ascending order of intervals.
pub type SeriesOf<T> = BoundedVec<Reading, <T as Config>::MaxSeries>;
/// A meter's readings that await confirmation, with their signatures, in ascending order of intervals.
pub type DoubtedOf<T> = BoundedVec<(Reading, <T as Config>::Signature), <T as Config>::MaxDoubted>;
/// [`SignedReading`] of a runtime.
pub type SignedReadingOf<T> = SignedReading<<T as Config>::Signature>;
/// On whose behalf a meter is revoked.
pub type RevocationsOf<T> = BoundedVec<Revocation<AccountIdOf<T>>, <T as Config>::MaxRevocations>;
