// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod identity;
mod provides;
mod reports;
mod try_state;
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{
		dispatch::DispatchResultWithPostInfo,
		pallet_prelude::*,
		traits::{Consideration, Footprint},
	};
	use frame_system::pallet_prelude::*;
	use gridmerit_energy::{Interval, MeterIndex};
	use gridmerit_pallet_support::{
		GridKeepers, IntervalClock, MeterRevocation, Name, TeNodes, Words, signer_unless,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The operator.
		type OperatorOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The TE nodes.
		type Nodes: TeNodes<Self::AccountId>;

		/// Counts the intervals.
		type Clock: IntervalClock;

		/// The meters.
		type Meters: MeterRevocation<Self::AccountId>;

		/// The grid, which trusted authorities of some kinds keep.
		type Grid: GridKeepers<Self::AccountId>;

		/// What an authority leaves as long as it is published.
		type AuthorityDeposit: Consideration<Self::AccountId, Footprint>;

		/// What an authority leaves as long as a report of it stands.
		type ReportDeposit: Consideration<Self::AccountId, Footprint>;

		/// How many meters the reports of a trusted authority revoke at most in `ReportPeriod`, so that a stolen key
		/// does not reach everybody.
		#[pallet::constant]
		type MaxReports: Get<u32>;

		/// So many intervals.
		#[pallet::constant]
		type ReportPeriod: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Why money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// Deposit of an authority.
		#[codec(index = 0)]
		Authority,
		/// Deposit for a report.
		#[codec(index = 1)]
		Report,
	}

	/// Published authorities. Anybody can choose an account, so that keys are hashed well.
	#[pallet::storage]
	pub type Authorities<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, AuthorityOf<T>>;

	/// How many reports of an authority stand.
	#[pallet::storage]
	pub type ReportCount<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, u32, ValueQuery>;

	/// Meters that authorities have reported as compromised. Indices of meters are given out in turn.
	#[pallet::storage]
	pub type Reports<T: Config> =
		StorageDoubleMap<_, Twox64Concat, MeterIndex, Blake2_128Concat, T::AccountId, ReportOf<T>>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An authority was published.
		AuthorityPublished {
			/// Its account.
			authority: T::AccountId,
			/// Self-declared kind.
			kind: AuthorityKind,
			/// Self-declared name.
			name: Name,
		},
		/// An authority was withdrawn.
		AuthorityWithdrawn {
			/// Its account.
			authority: T::AccountId,
		},
		/// The trust of the operator in an authority was set.
		AuthorityTrusted {
			/// Its account.
			authority: T::AccountId,
			/// Whether what it reports from now on takes effect, or it keeps the grid, or has its say about certificates of
			/// origin, or about what the grid emits.
			trusted: bool,
		},
		/// A meter was reported as compromised.
		MeterReported {
			/// The meter.
			meter: MeterIndex,
			/// The authority's account.
			authority: T::AccountId,
			/// Since when.
			since: Interval,
			/// Why.
			reason: Words,
			/// Whether the meter is revoked because of it; if not, it is a warning.
			effective: bool,
		},
		/// A report was challenged by the account of the meter's node.
		ReportChallenged {
			/// The meter.
			meter: MeterIndex,
			/// The authority's account.
			authority: T::AccountId,
			/// What the account of the node says.
			statement: Words,
		},
		/// A report was lifted.
		ReportLifted {
			/// The meter.
			meter: MeterIndex,
			/// The authority's account.
			authority: T::AccountId,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// This account is a published authority already.
		AlreadyPublished,
		/// This account is not a published authority.
		UnknownAuthority,
		/// Reports of the authority stand. It lifts them first.
		HasReports,
		/// There is no meter with this index.
		UnknownMeter,
		/// A meter is compromised since an interval that has begun.
		NotBegun,
		/// The authority has reported this meter already. It lifts that report first.
		AlreadyReported,
		/// This account does not act for a TE node.
		NotRegistered,
		/// The meter is not bound to the sender's node.
		NotYourMeter,
		/// There is no such report.
		UnknownReport,
		/// The report is another authority's. That or the operator can lift it.
		NotYourReport,
		/// Reports of the authority have revoked `MaxReports` meters in the last `ReportPeriod` intervals. Wait, or
		/// have the operator look at them and call `trust` again, which begins the count anew.
		TooManyReports,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Publishes the sender as an authority, of a kind and with a name that it declares itself. Takes a
		/// deposit, which comes back when it withdraws.
		///
		/// Emits `AuthorityPublished`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::publish())]
		pub fn publish(origin: OriginFor<T>, kind: AuthorityKind, name: Name) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_publish(account, kind, name)
		}

		/// Withdraws the sender, an authority of which no report stands, and returns the deposit.
		///
		/// Emits `AuthorityWithdrawn`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::withdraw().saturating_add(T::Grid::weight()))]
		pub fn withdraw(origin: OriginFor<T>) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_withdraw(account)
		}

		/// Decides whether what an authority reports from now on takes effect. The count begins anew of the meters
		/// that it has revoked. One that keeps the grid, is an issuer or auditor of certificates of origin, or publishes what
		/// the grid emits, is that as long as it is trusted, and what it reports only warns. Only the operator.
		///
		/// Emits `AuthorityTrusted`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::trust().saturating_add(T::Grid::weight()))]
		pub fn trust(
			origin: OriginFor<T>,
			authority: T::AccountId,
			trusted: bool,
		) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_trust(authority, trusted)
		}

		/// Reports a meter as compromised since an interval. Takes a deposit, which comes back when the report
		/// is lifted. If the operator trusts the sender, the meter is revoked, and what it settled since is
		/// open again, for `MaxReports` meters in `ReportPeriod` intervals at most; if not, it is a warning, which
		/// the sender can repeat when it is trusted.
		///
		/// Emits `MeterReported`; if that revokes the meter, `IntervalSettled` for each interval that is open again,
		/// `ViolationRecorded` if it is bound, and `RevocationChanged` unless it was revoked as early before.
		#[pallet::call_index(3)]
		#[pallet::weight(Pallet::<T>::report_weight(Some(T::Meters::max_struck_out())))]
		pub fn report_meter(
			origin: OriginFor<T>,
			meter: MeterIndex,
			since: Interval,
			reason: Words,
		) -> DispatchResultWithPostInfo {
			let account = ensure_signed(origin)?;
			Self::do_report_meter(account, meter, since, reason)
		}

		/// Challenges a report on a meter of the sender's node, for everybody to read. Replaces what it said
		/// before.
		///
		/// Emits `ReportChallenged`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::challenge_report())]
		pub fn challenge_report(
			origin: OriginFor<T>,
			meter: MeterIndex,
			authority: T::AccountId,
			statement: Words,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_challenge_report(account, meter, authority, statement)
		}

		/// Lifts a report and returns its deposit. When nothing else revokes the meter, it counts again, and its
		/// readings can be delivered anew. Only the authority that made the report, or the operator. What the meter's
		/// node has lost for it does not flow back by itself: the operator cancels the slash
		/// (`trust-staking.cancelSlash`), as long as that can be disputed. If the same is reported again it is no other
		/// offence.
		///
		/// Emits `ReportLifted`, and `RevocationChanged` if the meter was revoked because of it, unless it is as
		/// early on behalf of others.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::lift_report())]
		pub fn lift_report(
			origin: OriginFor<T>,
			meter: MeterIndex,
			authority: T::AccountId,
		) -> DispatchResult {
			let account = signer_unless::<T::OperatorOrigin, _>(origin)?;
			Self::do_lift_report(account, meter, authority)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxReports::get() > 0, "trust would do nothing");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
