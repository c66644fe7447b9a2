// SPDX-License-Identifier: Apache-2.0

//! What it does for the pallets above.

use alloc::vec::Vec;
use codec::Encode;
use frame_support::traits::Randomness;
use gridmerit_energy::{NodeIndex, Wh};
use gridmerit_pallet_support::{
	SellerTrust, SessionIndex, TeNodes, Trust, TrustDraw, TrustView, page_of,
};
use gridmerit_trust::{Discount, Part, draw, tier_of};
use sp_io::hashing::blake2_256;

use crate::{Config, Pallet, Rules, Stakes, StandingPages, StandingRow, TrustRules};

impl<T: Config> Pallet<T> {
	/// How far a node is trusted by these rules.
	pub(crate) fn trust_by(rules: &TrustRules, node: NodeIndex) -> TrustView {
		let today = Self::today();
		let row = StandingPages::<T>::get(page_of(node)).get(node).copied();
		let row = row.unwrap_or_else(|| StandingRow::new(today, &rules.params));
		let index = row.reputation.at(today, &rules.params).index;
		let stake = Stakes::<T>::get(node).unwrap_or_default();
		let active = T::Nodes::by_index(node).is_some_and(|node| !node.suspended);
		let effective = rules.weighing.effective(index, stake.counted(&rules.weighing));
		TrustView {
			index,
			own: stake.bonded,
			backed: stake.pool.bonded,
			effective: if active { effective } else { Part::ZERO },
		}
	}

	/// The most that may be sold by these rules.
	pub(crate) fn most_sold_by(rules: &TrustRules, effective: Part) -> Option<Wh> {
		if rules.tiers.is_empty() {
			return None;
		}
		Some(tier_of(&rules.tiers, effective).map_or(0, |(_, tier)| tier.most))
	}
}

impl<T: Config> Trust for Pallet<T> {
	fn trust(node: NodeIndex) -> TrustView {
		Self::trust_by(&Rules::<T>::get(), node)
	}

	fn seller(node: NodeIndex) -> SellerTrust {
		let rules = Rules::<T>::get();
		if rules.tiers.is_empty() && !rules.discount.waives() {
			return SellerTrust::default();
		}
		let TrustView { effective, own, .. } = Self::trust_by(&rules, node);
		let most_sold = Self::most_sold_by(&rules, effective);
		// What is to be slashed covers nothing.
		let pending = Stakes::<T>::get(node).is_some_and(|stake| stake.pending > 0);
		let discount = if pending { Discount::default() } else { rules.discount };
		SellerTrust { most_sold, discount, effective, own }
	}
}

impl<T: Config> TrustDraw for Pallet<T> {
	fn weight(node: NodeIndex) -> u64 {
		Self::trust(node).effective.as_billionths().into()
	}

	fn draw(
		subject: &[u8],
		fixed: SessionIndex,
		candidates: &[(NodeIndex, u64)],
		count: u32,
	) -> Option<Vec<NodeIndex>> {
		let (random, made) = T::Randomness::random(subject);
		if fixed >= made {
			return None;
		}
		// The subject is in it already, whatever the source makes of it.
		let seed = (subject, random).using_encoded(blake2_256);
		let weights: Vec<u64> = candidates.iter().map(|(_, weight)| *weight).collect();
		let places = draw(seed, 0, &weights, count as usize).ok()?;
		let node = |place: u32| candidates.get(place as usize).map(|(node, _)| *node);
		Some(places.into_iter().filter_map(node).collect())
	}
}
