// SPDX-License-Identifier: Apache-2.0

//! What demands prefer, as far as a block has room to look at it. A book is paired by choice in one step, as what it looks
//! at is in memory, and what nodes prefer, or are known by, may change from one block to the next. One that is too large for
//! that is paired by the sweep alone: nobody can hold a clearing up, or have it fail, by what it prefers.

use alloc::vec::Vec;
use frame_support::{
	BoundedVec,
	traits::{ConstU32, Get},
	weights::{Weight, constants::WEIGHT_REF_TIME_PER_NANOS},
};
use gridmerit_energy::{Label, MAX_CHOICES, NodeIndex};
use gridmerit_market::{Choice, Leg, Preferences};
use gridmerit_pallet_support::{Bus, Choosers, MAX_PAGES, PAGE_ROWS, SellerLabels, proof_of};

use crate::{ClosedBook, Config, Event, PairStage, Pallet};

/// How many transactions of a round were made by first choices, by second ones, and so on.
pub type ByRank = BoundedVec<u32, ConstU32<{ MAX_CHOICES as u32 }>>;

/// So many blocks' worth of room choices may take in a round: what may be needed has to be free, so that a list that costs
/// its node one fee would else give each of many intervals a block of its own.
const BLOCKS_A_ROUND: u64 = 16;

/// What pairing a book by choice looks at, at most.
#[frame_support::stored]
#[derive(Copy)]
pub struct Scope {
	/// Pages of orders.
	pub(crate) pages: u32,
	/// Pages of choices.
	pub(crate) choosing: u32,
	/// Whether buses and sources of sellers are looked up, or only who they are.
	pub(crate) labels: bool,
}

impl Scope {
	/// What there is to look at, and whether it fits into a block, given what all else that is done in the same step costs
	/// at most. None if no node of the book can prefer anything, or there is no room.
	pub(crate) fn find<T: Config>(
		book: &ClosedBook<'_, T>,
		step: impl Fn(u32) -> Weight,
		kept: Weight,
	) -> Option<Self> {
		if !T::Choosers::can_choose() {
			return None;
		}
		let all = T::Choosers::choosing();
		let (mut pages, mut choosing, mut next) = (0_u32, 0_u32, book.page_from(0));
		while let Some(page) = next {
			pages = pages.saturating_add(1);
			choosing = choosing.saturating_add(all.contains(page).into());
			next = book.page_from(page.saturating_add(1));
		}
		if choosing == 0 {
			return None;
		}
		let fits = |scope: &Self| {
			let of_round = scope.worst::<T>().saturating_mul(book.windows().into());
			of_round.all_lte(T::MaxClearingWeight::get().saturating_mul(BLOCKS_A_ROUND))
				&& scope.fits::<T>(step(pages).saturating_add(kept))
		};
		let with_labels = Self { pages, choosing, labels: true };
		let without = Self { labels: false, ..with_labels };
		let scope = [with_labels, without].into_iter().find(fits);
		if scope != Some(with_labels) {
			book.report_choices_set_aside(pages, scope.is_some());
		}
		scope
	}

	/// Whether it fits into a block with all else that is done.
	fn fits<T: Config>(&self, beside: Weight) -> bool {
		self.worst::<T>()
			.saturating_add(beside)
			.saturating_add(Pallet::<T>::poll_weight())
			.all_lte(T::MaxClearingWeight::get())
	}

	/// The most that looking costs, and pairing.
	pub(crate) fn worst<T: Config>(&self) -> Weight {
		let orders = PAGE_ROWS.saturating_mul(self.pages);
		let choosers = PAGE_ROWS.saturating_mul(self.choosing);
		let labels = if self.labels { orders } else { 0 };
		looking::<T>()
			.saturating_add(T::Choosers::choices_weight().saturating_mul(self.choosing.into()))
			.saturating_add(T::Labels::label_weight().saturating_mul(labels.into()))
			.saturating_add(pairing(orders, choosers.saturating_mul(MAX_CHOICES as u32)))
			.saturating_add(noting::<T>())
	}
}

impl<T: Config> Pallet<T> {
	/// Of how many pages a book without a grid may be that is paired by choice though anybody prefers something: by
	/// node, bus and source, or by node alone.
	pub fn most_paired_by_choice(labels: bool) -> u32 {
		let fits = |pages: &u32| {
			let scope = Scope { pages: *pages, choosing: *pages, labels };
			scope.fits::<T>(PairStage::step_weight::<T>(*pages))
		};
		(1..=MAX_PAGES).take_while(fits).last().unwrap_or(0)
	}
}

/// What it costs to look up whether anybody prefers anything.
pub(crate) fn looking<T: Config>() -> Weight {
	T::Choosers::choosing_weight()
}

/// To pair so many orders by so many choices: orders are sorted and looked up, and each choice is; several times what that
/// was measured to take outside of Wasm. Not measured in it yet.
fn pairing(orders: u32, choices: u32) -> Weight {
	let nanos = |each: u64, count: u32| {
		let nanos = each.saturating_mul(count.into());
		Weight::from_parts(nanos.saturating_mul(WEIGHT_REF_TIME_PER_NANOS), 0)
	};
	nanos(2_000, orders).saturating_add(nanos(1_000, choices))
}

/// To note by which choices transactions were made. What is written has no proof.
fn noting<T: Config>() -> Weight {
	T::DbWeight::get().writes(1)
}

/// What it costs more to prune an entry where nodes can choose.
pub(crate) fn pruning<T: Config>() -> Weight {
	match T::Choosers::can_choose() {
		true => T::DbWeight::get().reads_writes(1, 1).saturating_add(proof_of::<ByRank>()),
		false => Weight::zero(),
	}
}

/// What the demands of a book prefer, and what is known of its sellers.
#[derive(Default)]
pub(crate) struct Wishes {
	choices: Vec<(NodeIndex, Vec<Choice>)>,
	labels: Vec<(NodeIndex, Label)>,
}

impl Wishes {
	/// Of those who buy and sell. `bus` is where a seller hangs, if the book says it; else it is looked up.
	pub fn load<T: Config>(
		scope: &Scope,
		book: &ClosedBook<'_, T>,
		(sellers, buyers): (&[Leg], &[Leg]),
		bus: impl Fn(NodeIndex) -> Option<Bus>,
		used: &mut Weight,
	) -> Self {
		let all = T::Choosers::choosing();
		used.saturating_accrue(looking::<T>());
		let bought = nodes(buyers);
		let (mut choices, mut count) = (Vec::new(), 0_u32);
		// A page on which nobody preferred anything a block ago is beyond what was weighed, and waits.
		let (mut next, mut left) = (book.page_from(0), scope.choosing);
		while let Some(page) = next {
			next = book.page_from(page.saturating_add(1));
			if left == 0 {
				break;
			}
			if !all.contains(page) {
				continue;
			}
			left = left.saturating_sub(1);
			used.saturating_accrue(T::Choosers::choices_weight());
			let rows = T::Choosers::choices(page);
			for (node, list) in
				rows.rows(page).filter(|(node, _)| bought.binary_search(node).is_ok())
			{
				count = count.saturating_add(list.len() as u32);
				choices.push((node, list.iter().map(|choice| Choice::from(*choice)).collect()));
			}
		}
		let named = |choice: &Choice| !matches!(choice, Choice::Node(_));
		let by_label = choices.iter().any(|(_, list): &(_, Vec<Choice>)| list.iter().any(named));
		let sold = if by_label { nodes(sellers) } else { Vec::new() };
		let label = |node: NodeIndex| {
			let label = if scope.labels { T::Labels::label(node) } else { Label::default() };
			(node, Label { bus: bus(node).or(label.bus), ..label })
		};
		let labels: Vec<_> = sold.into_iter().map(label).collect();
		let looked_up = if scope.labels { labels.len() as u64 } else { 0 };
		used.saturating_accrue(T::Labels::label_weight().saturating_mul(looked_up));
		let orders = (sellers.len() as u32).saturating_add(buyers.len() as u32);
		used.saturating_accrue(pairing(orders, count));
		used.saturating_accrue(noting::<T>());
		Self { choices, labels }
	}

	/// As the market crate takes it. Where what is stored is not sound nobody prefers anything: that is no reason for a book
	/// not to trade.
	pub fn preferences<T: Config>(&self, book: &ClosedBook<'_, T>) -> Preferences<'_> {
		let found = Preferences::new(&self.choices, &self.labels, book.rules().turn);
		found.unwrap_or_else(|_| {
			book.report_choices_set_aside(book.pages(), false);
			Preferences::NONE
		})
	}
}

/// The nodes of legs, in ascending order.
fn nodes(legs: &[Leg]) -> Vec<NodeIndex> {
	let mut nodes: Vec<_> = legs.iter().map(|leg| leg.node).collect();
	nodes.sort_unstable();
	nodes
}

impl<T: Config> ClosedBook<'_, T> {
	/// Says that choices were set aside, all of them, or all but those of nodes by name.
	pub(crate) fn report_choices_set_aside(&self, pages: u32, named: bool) {
		let (interval, round) = self.at();
		Pallet::<T>::deposit_event(Event::ChoicesSetAside { interval, round, pages, named });
	}
}
