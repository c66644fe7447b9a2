// SPDX-License-Identifier: Apache-2.0

//! Violations on record.

use frame_support::pallet_prelude::*;
use gridmerit_energy::NodeIndex;
use gridmerit_pallet_support::ViolationKind;

use crate::{Config, Error, Event, Nodes, Pallet, Violations};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_record(node: NodeIndex, kind: ViolationKind) -> DispatchResult {
		ensure!(Nodes::<T>::contains_key(node), Error::<T>::UnknownNode);
		let count = Violations::<T>::mutate(node, kind, |count| {
			*count = count.saturating_add(1);
			*count
		});
		Self::deposit_event(Event::ViolationRecorded { node, kind, count });
		Ok(())
	}

	/// Removes the record of a node that leaves.
	pub(crate) fn forget_violations(node: NodeIndex) {
		for kind in ViolationKind::ALL {
			Violations::<T>::remove(node, kind);
		}
	}
}
