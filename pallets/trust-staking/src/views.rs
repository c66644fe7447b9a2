// SPDX-License-Identifier: Apache-2.0

//! What a client may ask.

use frame_support::traits::Get;
use gridmerit_energy::{NodeIndex, Planck};
use gridmerit_pallet_support::{TeNodes, page_of};
use gridmerit_trust::{Conduct, TrustStanding, Unbonding};

use crate::{Backers, ConductPages, Config, Pallet, Rules, Stakes, StandingPages};

impl<T: Config> Pallet<T> {
	pub(crate) fn standing_of(node: NodeIndex) -> Option<TrustStanding> {
		T::Nodes::by_index(node)?;
		let rules = Rules::<T>::get();
		let trust = Self::trust_by(&rules, node);
		let stake = Stakes::<T>::get(node).unwrap_or_default();
		let page = page_of(node);
		let owed = StandingPages::<T>::get(page).get(node).map_or(0, |row| row.owed);
		let conduct = [false, true].into_iter().fold(Conduct::default(), |sum, place| {
			let row = ConductPages::<T>::get(place, page).get(node).copied();
			sum.join(row.unwrap_or_default())
		});
		Some(TrustStanding {
			index: trust.index,
			effective: trust.effective,
			most_sold: Self::most_sold_by(&rules, trust.effective),
			bonded: stake.bonded,
			unbonding: stake.unbonding(),
			backed: stake.pool.bonded,
			leaving: stake.leaving.bonded,
			backers: stake.backers,
			commission: stake.commission_in(T::Session::get()),
			pending: stake.pending,
			owed,
			conduct,
		})
	}

	pub(crate) fn backing_of(
		node: NodeIndex,
		account: &T::AccountId,
	) -> Option<(Planck, Planck, Planck)> {
		let mut backer = Backers::<T>::get(node, account)?;
		let stake = Stakes::<T>::get(node)?;
		Self::reckon(&stake, &mut backer).ok()?;
		let worth = |unbonding: &Unbonding| stake.leaving.worth(unbonding.amount);
		let leaving = backer.leaving.iter().map(worth);
		let leaving = leaving.fold(0, |sum: Planck, part| sum.saturating_add(part));
		Some((stake.pool.worth(backer.shares), leaving, backer.owed))
	}
}
