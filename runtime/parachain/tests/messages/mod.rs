// SPDX-License-Identifier: Apache-2.0

//! Messages and calls that move the token between this chain and another.

// Every test file is a crate of its own and uses its own part of this.
#![allow(dead_code)]

use codec::Encode;
use cumulus_primitives_core::XcmpMessageFormat;
use gridmerit_runtime::{AccountId, Balance, Runtime, RuntimeCall, xcm::locations::AccountOf};
use sp_keyring::Sr25519Keyring::{self, Charlie};
use staging_xcm::{VersionedAssets, VersionedLocation, VersionedXcm, latest::prelude::*};
use staging_xcm_executor::traits::ConvertLocation;

/// Another parachain.
pub const SIBLING: u32 = 2_001;

pub fn sibling() -> Location {
	Location::new(1, [Parachain(SIBLING)])
}

pub fn account(who: Sr25519Keyring) -> Location {
	AccountId32 { network: None, id: who.to_account_id().into() }.into()
}

/// The sibling's account on this chain.
pub fn sovereign() -> AccountId {
	AccountOf::convert_location(&sibling()).expect("every parachain has one")
}

/// The token, named on this chain.
pub fn token(amount: Balance) -> Asset {
	Asset { id: AssetId(Location::here()), fun: Fungible(amount) }
}

/// A page of messages as the sibling's runtime sends it.
pub fn page(messages: &[Xcm<RuntimeCall>]) -> Vec<u8> {
	let mut page = XcmpMessageFormat::ConcatenatedVersionedXcm.encode();
	for message in messages {
		page.extend(VersionedXcm::from(message.clone()).encode());
	}
	page
}

/// The message that brings the token home, to an account of this chain.
pub fn home(amount: Balance, to: Location) -> Xcm<RuntimeCall> {
	Xcm(vec![
		WithdrawAsset(token(amount).into()),
		ClearOrigin,
		BuyExecution { fees: token(amount), weight_limit: Unlimited },
		DepositAsset { assets: Wild(AllCounted(1)), beneficiary: to },
		SetTopic([7; 32]),
	])
}

/// The call that sends the token out.
pub fn out(to: Location, asset: Asset) -> pallet_xcm::Call<Runtime> {
	pallet_xcm::Call::limited_reserve_transfer_assets {
		dest: Box::new(VersionedLocation::from(to)),
		beneficiary: Box::new(VersionedLocation::from(account(Charlie))),
		assets: Box::new(VersionedAssets::from(Assets::from(asset))),
		fee_asset_item: 0,
		weight_limit: Unlimited,
	}
}
