// SPDX-License-Identifier: Apache-2.0

//! How far merit order has come with a book: what is stored between blocks.

use alloc::boxed::Box;
use gridmerit_energy::Rules;
use gridmerit_market::{Clearing, Filling, PriceSearch, Sweep};
use gridmerit_pallet_support::PageIndex;

use crate::{Curve, PivotalSellers, Scope, TransactionPage};

/// What is to be done with a book.
#[frame_support::stored]
pub enum MeritOrderStage {
	/// Find its price (Algorithm 1).
	Price(PriceStage),
	/// Pair sellers and buyers (Algorithm 2).
	Assign(AssignStage),
	/// Fill its orders.
	Fill(FillStage),
	/// Pair sellers and buyers where demands prefer sellers.
	Pair(PairStage),
}

impl MeritOrderStage {
	/// Before the first step.
	pub(crate) fn new(rules: &Rules) -> Self {
		Self::Price(PriceStage::new(rules))
	}
}

/// What merit order is a part of, or all.
pub trait HasMeritOrder: From<MeritOrderStage> {
	/// How far merit order has come, if it is what is done.
	fn merit_order(&self) -> Option<&MeritOrderStage>;
}

impl HasMeritOrder for MeritOrderStage {
	fn merit_order(&self) -> Option<&Self> {
		Some(self)
	}
}

/// The price is looked for.
#[frame_support::stored]
pub struct PriceStage {
	/// The search, up to 21 KiB.
	pub(super) search: Box<PriceSearch>,
	/// The next page.
	pub(crate) page: PageIndex,
}

/// Sellers are paired with buyers.
#[frame_support::stored]
pub struct AssignStage {
	/// The price, and how much is traded.
	pub(crate) clearing: Clearing,
	/// Where the sellers stand.
	pub(crate) sellers: Side,
	/// Where the buyers stand.
	pub(crate) buyers: Side,
	/// Who is paired next.
	pub(super) sweep: Sweep,
	/// Transactions that are not written.
	pub(crate) unwritten: TransactionPage,
}

/// Sellers are paired with buyers that prefer some.
#[frame_support::stored]
pub struct PairStage {
	/// The price, and how much is traded.
	pub(super) clearing: Clearing,
	/// What is looked at.
	pub(super) scope: Scope,
}

/// Where one side of an assignment stands.
#[frame_support::stored]
pub struct Side {
	/// The fills of the pages before.
	pub(super) filling: Filling,
	/// The page it is on, or where the next one is looked for.
	pub(crate) page: PageIndex,
}

/// Orders are filled.
#[frame_support::stored]
pub struct FillStage {
	/// The price, and how much is traded.
	pub(super) clearing: Clearing,
	/// The fills so far.
	pub(super) filling: Filling,
	/// Supply and demand so far.
	pub(super) curve: Curve,
	/// The pivotal sellers so far.
	pub(super) pivotal: PivotalSellers,
	/// The next page.
	pub(crate) page: PageIndex,
}
