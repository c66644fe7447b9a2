// SPDX-License-Identifier: Apache-2.0

//! Floors 1 and 3, the registry and the forward market: from whom nodes would rather buy, and what is known of sellers.

use frame_support::{BoundedVec, traits::ConstU32, weights::Weight};
use gridmerit_energy::{Choice, Label, MAX_CHOICES, NodeIndex};

use crate::{Page, PageIndex, PageSet};

/// What a node prefers, the first first.
pub type NodeChoices = BoundedVec<Choice, ConstU32<{ MAX_CHOICES as u32 }>>;

/// Knows from whom nodes would rather buy. With `()` nobody prefers anybody.
pub trait Choosers {
	/// Whether any node can have choices: to ask for them costs something then.
	fn can_choose() -> bool;
	/// The pages of nodes of which any has choices.
	fn choosing() -> PageSet;
	/// The most that [`Self::choosing`] costs.
	fn choosing_weight() -> Weight;
	/// The choices of the nodes of a page.
	fn choices(page: PageIndex) -> Page<NodeChoices>;
	/// The most that [`Self::choices`] costs.
	fn choices_weight() -> Weight;

	/// Has a node prefer something for a benchmark.
	#[cfg(feature = "runtime-benchmarks")]
	fn choose(node: NodeIndex, choices: NodeChoices);
}

impl Choosers for () {
	fn can_choose() -> bool {
		false
	}

	fn choosing() -> PageSet {
		PageSet::default()
	}

	fn choosing_weight() -> Weight {
		Weight::zero()
	}

	fn choices(_: PageIndex) -> Page<NodeChoices> {
		Page::default()
	}

	fn choices_weight() -> Weight {
		Weight::zero()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn choose(_: NodeIndex, _: NodeChoices) {}
}

/// Knows what buyers may prefer about a seller. With `()` nothing is known but who it is.
pub trait SellerLabels {
	/// On which bus a node hangs and what it feeds in, as far as it is known.
	fn label(node: NodeIndex) -> Label;
	/// The most that [`Self::label`] costs.
	fn label_weight() -> Weight;
}

impl SellerLabels for () {
	fn label(_: NodeIndex) -> Label {
		Label::default()
	}

	fn label_weight() -> Weight {
		Weight::zero()
	}
}
