// SPDX-License-Identifier: Apache-2.0

//! Nodes claim first, and show what they have when nobody can claim any more.

use codec::Encode;
use frame_support::{ensure, pallet_prelude::DispatchResult};
use frame_system::Pallet as System;
use gridmerit_dispatch::{Body, DispatchClaim};
use gridmerit_energy::{NodeIndex, Planck};
use gridmerit_pallet_support::{NodeReferences, TeNodes, Trust, Wagers};
use gridmerit_trust::Part;

use crate::{
	Blake2, Bodies, BodyOf, ClaimRow, Claims, ClaimsOf, Config, Error, Event, Pallet, ProblemOf,
	Problems, body_hash,
};

impl<T: Config> Pallet<T> {
	/// What can be seen to be wrong with a claim without its body, so that it takes nobody's place.
	fn check_claim(problem: &ProblemOf<T>, claim: &DispatchClaim) -> Result<(), Error<T>> {
		ensure!(claim.welfare <= problem.most, Error::BeyondDemand);
		let gap = claim.bound.checked_sub(claim.welfare).ok_or(Error::GapTooWide)?;
		ensure!(gap <= problem.terms.threshold.most(claim.bound), Error::GapTooWide);
		// With as much it still can be better for buyers.
		ensure!(claim.welfare >= problem.standing.welfare, Error::NotBetter);
		Ok(())
	}

	pub(crate) fn do_claim(
		account: T::AccountId,
		number: u32,
		claim: DispatchClaim,
		body: Blake2,
	) -> DispatchResult {
		let node = T::Nodes::by_account(&account).ok_or(Error::<T>::NotRegistered)?;
		ensure!(!node.suspended, Error::<T>::Suspended);
		let node = node.index;
		let problem = Problems::<T>::get(number).ok_or(Error::<T>::NoProblem)?;
		ensure!(System::<T>::block_number() < problem.claims_until, Error::<T>::ClaimsOver);
		ensure!(T::Trust::trust(node).effective > Part::ZERO, Error::<T>::NoTrust);
		Self::check_claim(&problem, &claim)?;
		let mut claims = Claims::<T>::get(number);
		ensure!(claims.iter().all(|row| row.node != node), Error::<T>::HasClaimed);
		if claims.is_full() {
			Self::displace(number, &mut claims, &claim, problem.terms.wager)?;
		}
		claims
			.try_push(ClaimRow { node, claim, body, revealed: false })
			.map_err(|_| Error::<T>::TooManyClaims)?;
		T::Ledger::wager(node, &account, problem.terms.wager)?;
		T::Nodes::hold(node);
		Claims::<T>::insert(number, claims);
		Self::deposit_event(Event::Claimed { problem: number, node, claim, body });
		Ok(())
	}

	/// The claim of the least welfare, of several the last, makes room for one that says more, or all places could be taken
	/// with true claims of little worth, for nothing. Its node has its wager back.
	fn displace(
		number: u32,
		claims: &mut ClaimsOf<T>,
		by: &DispatchClaim,
		wager: Planck,
	) -> DispatchResult {
		let rows = claims.iter().enumerate().rev();
		let least = rows.min_by_key(|(_, row)| row.claim.welfare);
		let (place, row) = least.ok_or(Error::<T>::TooManyClaims)?;
		ensure!(row.claim.welfare < by.welfare, Error::<T>::TooManyClaims);
		let node = row.node;
		claims.remove(place);
		T::Ledger::give_back(node, wager)?;
		T::Nodes::release(node);
		Self::deposit_event(Event::Displaced { problem: number, node });
		Ok(())
	}

	/// The node may be suspended meanwhile: what it has wagered it can still defend.
	pub(crate) fn do_reveal(
		account: T::AccountId,
		number: u32,
		body: Body,
	) -> Result<(), Error<T>> {
		let node: NodeIndex = T::Nodes::by_account(&account).ok_or(Error::NotRegistered)?.index;
		let problem = Problems::<T>::get(number).ok_or(Error::NoProblem)?;
		let now = System::<T>::block_number();
		ensure!(problem.claims_until <= now, Error::TooEarly);
		ensure!(now < problem.bodies_until, Error::TooLate);
		let bytes = BodyOf::<T>::try_from(body.encode()).map_err(|_| Error::BodyTooLong)?;
		let mut claims = Claims::<T>::get(number);
		let row = claims.iter_mut().find(|row| row.node == node).ok_or(Error::NotClaimed)?;
		ensure!(!row.revealed, Error::HasRevealed);
		ensure!(row.body == body_hash(node, number, &body), Error::OtherBody);
		row.revealed = true;
		Claims::<T>::insert(number, claims);
		Bodies::<T>::insert(number, node, bytes);
		Self::deposit_event(Event::Revealed { problem: number, node });
		Ok(())
	}
}
