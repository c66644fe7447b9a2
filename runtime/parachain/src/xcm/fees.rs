// SPDX-License-Identifier: Apache-2.0

//! What is paid for messages, and where what is left over goes. No token comes or goes by it.

use super::{
	executor::Assets,
	locations::{Token, TokenId},
};
use crate::{
	AccountId, Balance, Balances, XcmpQueue,
	configs::fees::{TransactionByteFee, WeightToFee},
	treasury::FeesShared,
	units::MILLIUNIT,
};
use frame_support::{
	parameter_types,
	traits::{OnUnbalanced, fungible::Credit, tokens::imbalance::UnsafeManualAccounting},
	weights::Weight,
};
use polkadot_runtime_common::xcm_sender::ExponentialPrice;
use staging_xcm::latest::{Assets as Named, prelude::*};
use staging_xcm_builder::UsingComponents;
use staging_xcm_executor::{
	AssetsInHolding,
	traits::{ClaimAssets, DropAssets, FeeManager, FeeReason, TransactAsset},
};

parameter_types! {
	/// Fee of a message out, beside that of its bytes: a token for what it costs two other chains.
	pub const DeliveryFee: Balance = MILLIUNIT;
}

/// What a message to another parachain costs: more, the longer those before it have to wait.
pub type Delivery = ExponentialPrice<TokenId, DeliveryFee, TransactionByteFee, XcmpQueue>;

/// Sells execution for the token, at the price of transactions when blocks are not full.
pub type Trader = UsingComponents<WeightToFee, Token, AccountId, Balances, FeesShared>;

/// Puts what delivery costs where the fees of transactions go. What the operator has this chain say costs nothing: it
/// would pay itself.
pub struct DeliveryShared;

impl FeeManager for DeliveryShared {
	fn is_waived(origin: Option<&Location>, _: FeeReason) -> bool {
		origin.is_some_and(|origin| *origin == Location::here())
	}

	fn handle_fee(fee: AssetsInHolding, _: Option<&XcmContext>, _: FeeReason) {
		share(fee);
	}
}

fn share(fee: AssetsInHolding) {
	for (_, amount) in fee.fungible {
		let mut credit = Credit::<AccountId, Balances>::default();
		credit.saturating_subsume(amount);
		FeesShared::on_unbalanced(credit);
	}
}

/// Puts what is left over when a message ends, or fails, back on the account of who sent it, or whom that has named. If
/// that account is dead, and this too little to revive it, it is a fee. So nothing is trapped, and nothing to be claimed.
pub struct BackToSender;

impl DropAssets for BackToSender {
	// Its weight is part of that of each instruction.
	fn drop_assets(sender: &Location, left: AssetsInHolding, context: &XcmContext) -> Weight {
		for asset in left.into_per_asset_holdings() {
			if let Err((unspent, _)) = Assets::deposit_asset(asset, sender, Some(context)) {
				share(unspent);
			}
		}
		Weight::zero()
	}
}

impl ClaimAssets for BackToSender {
	fn claim_assets(
		_: &Location,
		_: &Location,
		_: &Named,
		_: &XcmContext,
	) -> Option<AssetsInHolding> {
		None
	}
}
