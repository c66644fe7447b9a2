// SPDX-License-Identifier: Apache-2.0

//! Acting together, for another, or for the operator.

use crate::{
	Balance, Balances, OriginCaller, Runtime, RuntimeCall, RuntimeEvent, System, chain,
	units::deposit,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	parameter_types,
	traits::{ConstU32, InstanceFilter},
};
use scale_info::TypeInfo;
use sp_runtime::traits::BlakeTwo256;

// The operator: admits participants and sets tariffs until governance takes over.
impl pallet_sudo::Config for Runtime {
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = pallet_sudo::weights::SubstrateWeight<Runtime>;
}

impl pallet_utility::Config for Runtime {
	type PalletsOrigin = OriginCaller;
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = pallet_utility::weights::SubstrateWeight<Runtime>;
}

parameter_types! {
	// 32 bytes of account, 1 of type and 4 of delay a proxy; an account, a hash and a block number an
	// announcement; the map's key and the deposit's amount once.
	pub const ProxyDepositBase: Balance = deposit(1, 48);
	pub const ProxyDepositFactor: Balance = deposit(0, 37);
	pub const AnnouncementDepositBase: Balance = deposit(1, 48);
	pub const AnnouncementDepositFactor: Balance = deposit(0, 68);
	pub const MultisigDepositBase: Balance = deposit(1, 88);
	pub const MultisigDepositFactor: Balance = deposit(0, 32);
}

/// What an agent may do for the account it acts for.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	Eq,
	Ord,
	PartialEq,
	PartialOrd,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum ProxyType {
	/// Everything.
	#[default]
	#[codec(index = 0)]
	Any,
	/// Calls that move no money and touch neither keys nor the operator, alone or in batches.
	#[codec(index = 1)]
	NonTransfer,
	/// Only rejecting what another agent has announced.
	#[codec(index = 2)]
	CancelProxy,
	/// Posting and cancelling orders, alone or in batches, and cancelling certificates for what the node has used. The agent
	/// cannot move money out, but it can trade badly within the node's limits, tie up all of the account's balance but a
	/// reserve for fees, and cancel certificates that could have been sold.
	#[codec(index = 3)]
	Market,
	/// What `Market` may, and bonding for the node and claiming its rewards, which are paid to the account. The agent
	/// cannot move money out, but it can bond the whole balance, for weeks and at the risk of slashes.
	#[codec(index = 4)]
	MarketAndBond,
}

impl InstanceFilter<RuntimeCall> for ProxyType {
	// A list of what is allowed, so that a new pallet is refused until somebody has thought about it.
	// Batches are safe: each call in them passes this filter again.
	fn filter(&self, call: &RuntimeCall) -> bool {
		let rejects = matches!(
			call,
			RuntimeCall::Proxy(pallet_proxy::Call::reject_announcement { .. })
				| RuntimeCall::Utility(_)
		);
		match self {
			ProxyType::Any => true,
			ProxyType::NonTransfer => rejects || matches!(call, RuntimeCall::System(_)),
			ProxyType::CancelProxy => rejects,
			ProxyType::MarketAndBond => {
				let bonds = matches!(
					call,
					RuntimeCall::TrustStaking(
						pallet_trust_staking::Call::bond { .. }
							| pallet_trust_staking::Call::claim { .. }
					)
				);
				bonds || ProxyType::Market.filter(call)
			},
			ProxyType::Market => {
				rejects
					|| matches!(
						call,
						RuntimeCall::ForwardMarket(
							pallet_forward_market::Call::post { .. }
								| pallet_forward_market::Call::cancel { .. }
								| pallet_forward_market::Call::cancel_all { .. }
								// It carries no money; certificates of origin go where it pairs.
								| pallet_forward_market::Call::prefer { .. }
						)
						// For what its node has used: to give them away or to sell them takes its own key.
						| RuntimeCall::Certificates(pallet_certificates::Call::cancel { .. })
					)
			},
		}
	}

	fn is_superset(&self, other: &Self) -> bool {
		use ProxyType::*;
		self == other
			|| matches!(
				(self, other),
				(Any, _)
					| (MarketAndBond, Market)
					| (NonTransfer | Market | MarketAndBond, CancelProxy)
			)
	}
}

impl pallet_proxy::Config for Runtime {
	type AnnouncementDepositBase = AnnouncementDepositBase;
	type AnnouncementDepositFactor = AnnouncementDepositFactor;
	// A delay is time to look at what was announced.
	type BlockNumberProvider = chain::Clock;
	type CallHasher = BlakeTwo256;
	type Currency = Balances;
	type MaxPending = ConstU32<32>;
	type MaxProxies = ConstU32<32>;
	type ProxyDepositBase = ProxyDepositBase;
	type ProxyDepositFactor = ProxyDepositFactor;
	type ProxyType = ProxyType;
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = pallet_proxy::weights::SubstrateWeight<Runtime>;
}

impl pallet_multisig::Config for Runtime {
	// Only identifies an operation, together with the place of its transaction in the block.
	type BlockNumberProvider = System;
	type Currency = Balances;
	type DepositBase = MultisigDepositBase;
	type DepositFactor = MultisigDepositFactor;
	type MaxSignatories = ConstU32<100>;
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = pallet_multisig::weights::SubstrateWeight<Runtime>;
}
