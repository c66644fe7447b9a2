// SPDX-License-Identifier: Apache-2.0

//! Who is who, seen from this chain.

use crate::{AccountId, ParachainInfo};
use frame_support::{parameter_types, traits::Contains};
use polkadot_parachain_primitives::primitives::Sibling;
use staging_xcm::latest::prelude::*;
use staging_xcm_builder::{AccountId32Aliases, IsConcrete, SiblingParachainConvertsVia};

parameter_types! {
	/// Where the token is from: here.
	pub const Token: Location = Location::here();
	/// What fees are paid in.
	pub TokenId: AssetId = AssetId(Token::get());
	/// The relay chain's name among networks: none. The same runtime runs under any.
	pub const Relay: Option<NetworkId> = None;
	/// This chain as the relay chain sees it.
	pub UniversalLocation: InteriorLocation = Parachain(ParachainInfo::parachain_id().into()).into();
}

/// An amount of the token.
pub type OfToken = IsConcrete<Token>;

/// Whose account a location is: a parachain's sovereign account, and an account of this chain. The relay chain has none: it
/// cannot hold the token. Nor have accounts of other chains.
pub type AccountOf =
	(SiblingParachainConvertsVia<Sibling, AccountId>, AccountId32Aliases<Relay, AccountId>);

/// Other parachains, as a whole.
pub struct Siblings;

impl Contains<Location> for Siblings {
	fn contains(location: &Location) -> bool {
		matches!(location.unpack(), (1, [Parachain(_)]))
	}
}

/// The token and no other asset.
pub struct OnlyToken;

impl Contains<(Location, alloc::vec::Vec<Asset>)> for OnlyToken {
	fn contains((_, assets): &(Location, alloc::vec::Vec<Asset>)) -> bool {
		assets.iter().all(|asset| asset.id.0 == Token::get() && matches!(asset.fun, Fungible(_)))
	}
}
