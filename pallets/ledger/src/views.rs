// SPDX-License-Identifier: Apache-2.0

//! What a client may ask.

use alloc::vec::Vec;
use gridmerit_energy::{NodeIndex, Planck};

use crate::{Config, Debts, Pallet};

impl<T: Config> Pallet<T> {
	/// To whom a node owes how much, in planck.
	pub fn debts_of(node: NodeIndex) -> Vec<(NodeIndex, Planck)> {
		Debts::<T>::iter_prefix(node).map(|(to, debt)| (to, Self::planck(debt))).collect()
	}
}
