// SPDX-License-Identifier: Apache-2.0

//! What it does for the pallets above.

use frame_support::{traits::Get, weights::Weight};
use gridmerit_energy::{Interval, Label, NodeIndex, SourceKind};
use gridmerit_pallet_support::{
	NodeReferences, NodeSources, NodeView, SellerLabels, TeNodes, ViolationKind, ViolationSink,
	proof_of,
};

use crate::{Config, IndexOf, NextIndex, NodeData, NodeOf, Nodes, Pallet};

impl<T: Config> TeNodes<T::AccountId> for Pallet<T> {
	fn by_account(account: &T::AccountId) -> Option<NodeView> {
		Self::by_index(IndexOf::<T>::get(account)?)
	}

	fn by_index(index: NodeIndex) -> Option<NodeView> {
		Nodes::<T>::get(index).map(|node| view::<T>(index, &node))
	}

	fn account_of(index: NodeIndex) -> Option<T::AccountId> {
		Nodes::<T>::get(index).map(|node| node.account)
	}

	fn customer_of(index: NodeIndex) -> Option<[u8; 32]> {
		Nodes::<T>::get(index).map(|node| node.data.customer.0)
	}

	fn end() -> NodeIndex {
		NextIndex::<T>::get()
	}
}

/// As the operator has admitted it, by now.
impl<T: Config> NodeSources for Pallet<T> {
	fn source_of(node: NodeIndex, _: Interval) -> Option<SourceKind> {
		Nodes::<T>::get(node).map(|node| node.data.source)
	}
}

fn view<T: Config>(index: NodeIndex, node: &NodeOf<T>) -> NodeView {
	let NodeData { roles, bus, limits, battery, .. } = node.data;
	NodeView { index, suspended: node.suspended, roles, bus, limits, battery }
}

/// As the operator has admitted them.
impl<T: Config> SellerLabels for Pallet<T> {
	fn label(node: NodeIndex) -> Label {
		let label = |node: NodeOf<T>| Label {
			bus: Some(node.data.bus),
			source: Some(node.data.source.number()),
		};
		Nodes::<T>::get(node).map(label).unwrap_or_default()
	}

	fn label_weight() -> Weight {
		T::DbWeight::get().reads(1).saturating_add(proof_of::<NodeOf<T>>())
	}
}

impl<T: Config> NodeReferences for Pallet<T> {
	fn hold(node: NodeIndex) {
		Self::do_hold(node);
	}

	fn release(node: NodeIndex) {
		Self::do_release(node);
	}
}

impl<T: Config> ViolationSink for Pallet<T> {
	fn report(node: NodeIndex, kind: ViolationKind) {
		// A node that has left has no record any more.
		let _ = Self::do_record(node, kind);
	}
}
