// SPDX-License-Identifier: Apache-2.0

//! Certificates apart from energy: given away, offered and bought.

use frame_support::{ensure, pallet_prelude::DispatchResult};
use gridmerit_energy::{Interval, NodeIndex, Price, Wh, payment};
use gridmerit_origin::{Lot, LotState};
use gridmerit_pallet_support::{NodePayments, NodeView, TeNodes};

use crate::{Config, Error, Event, NotTradable, Pallet};

impl<T: Config> Pallet<T> {
	/// The node of an account that trades certificates apart from energy.
	fn trader(account: &T::AccountId) -> Result<NodeView, Error<T>> {
		let node = Self::node_of(account)?;
		ensure!(!NotTradable::<T>::get(), Error::NotTradable);
		ensure!(!node.suspended, Error::Suspended);
		Ok(node)
	}

	pub(crate) fn do_transfer(
		account: &T::AccountId,
		interval: Interval,
		number: u32,
		energy: Wh,
		to: NodeIndex,
	) -> Result<(), Error<T>> {
		let from = Self::trader(account)?.index;
		let found = Self::lot_of(interval, number)?;
		Self::check_part(&found.2, from, energy)?;
		ensure!(to != from, Error::SameHolder);
		let receiver = T::Nodes::by_index(to).ok_or(Error::UnknownNode)?;
		ensure!(!receiver.suspended, Error::Suspended);
		let moved = |lot| Lot { holder: to, state: LotState::Held, ..lot };
		let (new_lot, book) = Self::change_part(interval, number, found, energy, moved)?;
		book.store();
		let lot = number;
		Self::deposit_event(Event::Transferred { interval, lot, from, to, energy, new_lot });
		Ok(())
	}

	pub(crate) fn do_offer(
		account: &T::AccountId,
		interval: Interval,
		number: u32,
		price: Option<Price>,
	) -> Result<(), Error<T>> {
		let node = Self::trader(account)?.index;
		let found = Self::lot_of(interval, number)?;
		let energy = found.2.energy;
		Self::check_part(&found.2, node, energy)?;
		let state = price.map_or(LotState::Held, |price| LotState::Offered { price });
		let offered = |lot| Lot { state, ..lot };
		Self::change_part(interval, number, found, energy, offered)?.1.store();
		Self::deposit_event(Event::Offered { interval, lot: number, price });
		Ok(())
	}

	pub(crate) fn do_buy(
		account: &T::AccountId,
		interval: Interval,
		number: u32,
		energy: Wh,
		most: Price,
	) -> DispatchResult {
		let buyer = Self::trader(account)?.index;
		let found = Self::lot_of(interval, number)?;
		let seller = found.2.holder;
		Self::check_part(&found.2, seller, energy)?;
		let LotState::Offered { price } = found.2.state else {
			return Err(Error::<T>::NotOffered.into());
		};
		ensure!(seller != buyer, Error::<T>::SameHolder);
		ensure!(price <= most, Error::<T>::TooDear);
		// Who is suspended trades no more; who has left has no account to be paid.
		let view = T::Nodes::by_index(seller).ok_or(Error::<T>::UnknownNode)?;
		ensure!(!view.suspended, Error::<T>::Suspended);
		let amount = payment(energy, price);
		if amount > 0 {
			T::Ledger::pay(buyer, seller, amount)?;
		}
		let bought = |lot| Lot { holder: buyer, state: LotState::Held, ..lot };
		let (new_lot, book) = Self::change_part(interval, number, found, energy, bought)?;
		book.store();
		Self::deposit_event(Event::Bought {
			interval,
			lot: number,
			seller,
			buyer,
			energy,
			price,
			amount,
			new_lot,
		});
		Ok(())
	}
}
