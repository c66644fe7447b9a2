// SPDX-License-Identifier: Apache-2.0

//! What must always hold.

#![cfg(any(feature = "try-runtime", test))]

use frame_support::{ensure, traits::Get};
use sp_runtime::TryRuntimeError;

use crate::{
	ApplicationWork, Config, Handovers, IndexOf, NextIndex, Nodes, Pallet, References, Violations,
};

impl<T: Config> Pallet<T> {
	/// Checks the invariants:
	///
	/// 1. nodes have indices below the next one and sound data;
	/// 2. nodes and accounts name each other;
	/// 3. there are at most `MaxNodes`;
	/// 4. handovers and violations belong to nodes; a handover is not to the node's own account;
	/// 5. whoever is held is a node, and is held at least once;
	/// 6. nobody is asked for more work than may be.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut nodes = 0_u32;
		for (index, node) in Nodes::<T>::iter() {
			ensure!(index < NextIndex::<T>::get(), "an index that was not given out");
			Self::check(&node.data).map_err(|_| "a node's data is not sound")?;
			ensure!(IndexOf::<T>::get(&node.account) == Some(index), "an account without its node");
			nodes = nodes.saturating_add(1);
		}
		ensure!(nodes == Nodes::<T>::count(), "the count of nodes is wrong");
		ensure!(nodes <= T::MaxNodes::get(), "too many nodes");
		for (account, index) in IndexOf::<T>::iter() {
			let node = Nodes::<T>::get(index).ok_or("an account of no node")?;
			ensure!(node.account == account, "two accounts of one node");
		}
		for (index, to) in Handovers::<T>::iter() {
			let node = Nodes::<T>::get(index).ok_or("a handover of no node")?;
			ensure!(node.account != to, "a handover to the node itself");
		}
		for (index, _, count) in Violations::<T>::iter() {
			ensure!(Nodes::<T>::contains_key(index), "a violation by no node");
			ensure!(count > 0, "a violation that never happened");
		}
		for (index, count) in References::<T>::iter() {
			ensure!(Nodes::<T>::contains_key(index), "a hold on no node");
			ensure!(count > 0, "a hold that is none");
		}
		let work = Self::check_bits(ApplicationWork::<T>::get());
		ensure!(work.is_ok(), "more work than may be asked for");
		Ok(())
	}
}
