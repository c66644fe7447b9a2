// SPDX-License-Identifier: Apache-2.0

//! What certificates of origin ask of those below: who has traded with whom, by which meter it was measured, who may certify
//! plants, and that buyers pay.

use alloc::vec::Vec;
use frame_support::pallet_prelude::DispatchResult;
use gridmerit_energy::{Interval, MeterIndex, NodeIndex, PageIndex, Planck, Wh};

/// Energy that a node has sold to another in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TradedEnergy {
	/// Who has sold.
	pub seller: NodeIndex,
	/// Who has bought.
	pub buyer: NodeIndex,
	/// How much, in Wh.
	pub energy: Wh,
}

/// Knows the P2P transactions of Algorithm 2.
pub trait PeerTrades {
	/// In which rounds an interval was traded, in ascending order, and how many transactions there were in each. `most`
	/// are looked at, which is to be as many as there can be.
	fn rounds(interval: Interval, most: u32) -> Vec<(Interval, u32)>;
	/// A page of 128 transactions of an interval in a round, in their order.
	fn trades(interval: Interval, round: Interval, page: PageIndex) -> Vec<TradedEnergy>;

	/// Has up to 128 transactions of an interval in a round, for a benchmark.
	#[cfg(feature = "runtime-benchmarks")]
	fn trade_for(interval: Interval, round: Interval, trades: &[TradedEnergy]);
}

/// Knows which meters settle.
pub trait SettlementMeters {
	/// The settlement meter of a node in an interval that was open lately.
	fn settlement_meter(node: NodeIndex, interval: Interval) -> Option<MeterIndex>;

	/// Makes a meter the settlement meter of a node in all intervals, for a benchmark; it.
	#[cfg(feature = "runtime-benchmarks")]
	fn meter_for(node: NodeIndex) -> MeterIndex;
}

/// What somebody may do about certificates of origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateRole {
	/// Certifies plants.
	Issuer,
	/// Looks at what was certified and issued, and says what was wrong.
	Auditor,
}

/// Knows whom the operator trusts.
pub trait CertificateAuthorities<AccountId> {
	/// What an account is trusted with.
	fn role(account: &AccountId) -> Option<CertificateRole>;

	/// Trusts an account with it, for a benchmark.
	#[cfg(feature = "runtime-benchmarks")]
	fn trust(account: &AccountId, role: CertificateRole);
}

/// Moves money from one node to another.
pub trait NodePayments {
	/// Pays so much of a node's free credit to another, in planck. Fails, and changes nothing, if it has not enough beside its
	/// standing deposit, and if it owes anything.
	fn pay(from: NodeIndex, to: NodeIndex, amount: Planck) -> DispatchResult;

	/// Gives a node so much credit for a benchmark, in planck.
	#[cfg(feature = "runtime-benchmarks")]
	fn endow(node: NodeIndex, amount: Planck);
}
