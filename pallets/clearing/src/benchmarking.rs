// SPDX-License-Identifier: Apache-2.0

//! What the steps cost at most, and how long whole rounds take.
//!
//! Worst cases: full pages, large numbers, every order filled in part, so that a position and what is left
//! of the order are written for each, and before each load as many transactions as there can be without a
//! page of them being written. The books' own part (`page`, `put_back`, `rules`) is in the steps that call
//! it; `open_next` has a weight of its own.
//!
//! A round of `p` pages costs at most a `count` a page for each of up to five passes (two for real tariffs),
//! two `load`, an `assign` (there are fewer transactions than orders) and a `fill`; an interval without
//! orders one pass. In the worst layout all orders are on full pages, with asks over 2^48 prices.

use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::weights::WeightMeter;
use gridmerit_energy::{Limits, MAX_ORDER, NodeIndex, Order, Position, Wh};
use gridmerit_pallet_support::{Books, IntervalTerms, MAX_PAGES, PAGE_ROWS, Page};

use crate::{steps::Run, *};

/// The nodes of a page.
fn nodes(page: u32) -> impl Iterator<Item = NodeIndex> {
	let first = page.saturating_mul(PAGE_ROWS);
	first..first.saturating_add(PAGE_ROWS)
}

fn demand(quantity: Wh) -> Order {
	Order::Demand { quantity }
}

fn offer(capacity: Wh, limits: &Limits) -> Order {
	Order::Offer { capacity, ask: limits.dearest_ask() }
}

/// A closed round with these orders, before its first step.
fn closed<T: Config>(
	orders: impl FnOnce(&Limits) -> Vec<(NodeIndex, Order)>,
) -> Result<(Progress, Run), BenchmarkError> {
	// Only an open interval has prices.
	let first = T::Books::close_with(&[]).first;
	let rules = T::Books::rules(first).ok_or("the first interval is not open")?;
	let round = T::Books::close_with(&orders(&rules.limits));
	let pages = T::Books::pages();
	Ok((Pallet::<T>::begin(round, &pages), Run::new(pages)))
}

/// Goes on to the first step for which `reached` holds.
fn go_to<T: Config>(
	(progress, run): &mut (Progress, Run),
	reached: impl Fn(&Stage) -> bool,
) -> Result<(), BenchmarkError> {
	while !reached(&progress.stage) {
		let (_, open) = Pallet::<T>::step(progress, run);
		if open {
			return Err(BenchmarkError::Stop("the round was over before"));
		}
	}
	Ok(())
}

/// 128 sellers on page 0 and 128 buyers on page 1, and `rows` more on page 2. In scarcity, and hardly
/// anything is left for those on page 2, so that of the first 256 two in turn are used up.
fn long_sweep<T: Config>(rows: u32) -> Result<(Progress, Run), BenchmarkError> {
	closed::<T>(|limits| {
		let sellers = nodes(0).map(|node| (node, offer(MAX_ORDER / 2, limits)));
		let buyers = nodes(1).map(|node| (node, demand(MAX_ORDER)));
		let more = nodes(2).take(rows as usize).map(|node| (node, demand(1 << 31)));
		sellers.chain(buyers).chain(more).collect()
	})
}

/// Half demand, half offers, mixed; asks over the whole range. About as much is wanted as offered.
fn mixed<T: Config>(orders: u32) -> Result<(Progress, Run), BenchmarkError> {
	closed::<T>(|limits| {
		let asks = limits.dearest_ask().saturating_sub(limits.cheapest_ask()).saturating_add(1);
		let order = |node: NodeIndex| {
			// Scattered by a multiplication, the same in every run.
			let random = u64::from(node).wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_shr(20);
			let energy = random.checked_rem(5_000).unwrap_or(0).saturating_add(1);
			if node.is_multiple_of(2) {
				return (node, demand(energy));
			}
			let above = random.wrapping_shr(13).checked_rem(asks).unwrap_or(0);
			let ask = limits.cheapest_ask().saturating_add(above);
			(node, Order::Offer { capacity: energy, ask })
		};
		(0..orders).map(order).collect()
	})
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn poll() -> Result<(), BenchmarkError> {
		let last = MAX_PAGES.saturating_mul(PAGE_ROWS).saturating_sub(1);
		let mut at = closed::<T>(|_| Vec::from([(last, demand(MAX_ORDER))]))?;
		go_to::<T>(&mut at, |stage| matches!(stage, Stage::Price { .. }))?;
		let (mut progress, _) = at;
		progress.kept = T::Books::pages();
		Clearing::<T>::put(&progress);
		let mut meter = WeightMeter::with_limit(T::WeightInfo::poll());
		#[block]
		{
			Pallet::<T>::clear(&mut meter);
		}
		assert!(Clearing::<T>::get() == Some(progress));
		Ok(())
	}

	/// The dearest turn: an interval is done.
	#[benchmark]
	fn turn() -> Result<(), BenchmarkError> {
		let mut at = closed::<T>(|limits| {
			Vec::from([(0, offer(MAX_ORDER, limits)), (1, demand(MAX_ORDER / 2))])
		})?;
		go_to::<T>(&mut at, |stage| matches!(stage, Stage::Fill { page: 1, .. }))?;
		let (mut progress, mut run) = at;
		#[block]
		{
			Pallet::<T>::step(&mut progress, &mut run);
		}
		assert_eq!(Results::<T>::iter().count(), 1);
		Ok(())
	}

	#[benchmark]
	fn count(r: Linear<1, PAGE_ROWS>) -> Result<(), BenchmarkError> {
		let mut at = closed::<T>(|limits| {
			nodes(0).take(r as usize).map(|node| (node, offer(MAX_ORDER, limits))).collect()
		})?;
		go_to::<T>(&mut at, |stage| matches!(stage, Stage::Price { page: 0, .. }))?;
		let (mut progress, mut run) = at;
		#[block]
		{
			Pallet::<T>::step(&mut progress, &mut run);
		}
		assert!(matches!(progress.stage, Stage::Price { page: 1, .. }));
		Ok(())
	}

	/// With the transactions before it that do not fill a page.
	#[benchmark]
	fn load(r: Linear<1, PAGE_ROWS>) -> Result<(), BenchmarkError> {
		let mut at = long_sweep::<T>(r)?;
		go_to::<T>(&mut at, |stage| matches!(stage, Stage::Assign { pages: 1, .. }))?;
		let (mut progress, mut run) = at;
		#[block]
		{
			Pallet::<T>::step(&mut progress, &mut run);
		}
		let Stage::Assign { buyers, trades, .. } = progress.stage else {
			return Err(BenchmarkError::Stop("the assignment was over before"));
		};
		assert_eq!((buyers.page, trades.len()), (2, 127));
		Ok(())
	}

	#[benchmark]
	fn assign() -> Result<(), BenchmarkError> {
		let mut at = long_sweep::<T>(1)?;
		go_to::<T>(
			&mut at,
			|stage| matches!(stage, Stage::Assign { buyers, .. } if buyers.page == 1),
		)?;
		let (mut progress, mut run) = at;
		#[block]
		{
			Pallet::<T>::step(&mut progress, &mut run);
		}
		assert!(matches!(progress.stage, Stage::Assign { pages: 1, .. }));
		assert!(Transactions::<T>::iter_values().all(|trades| trades.is_full()));
		Ok(())
	}

	/// Among earlier positions of the whole page.
	#[benchmark]
	fn fill(r: Linear<1, PAGE_ROWS>) -> Result<(), BenchmarkError> {
		let mut at = closed::<T>(|limits| {
			let buyers = nodes(0).take(r as usize).map(|node| (node, demand(MAX_ORDER)));
			buyers
				.chain(nodes(1).take(1).map(|node| (node, offer(MAX_ORDER / 2, limits))))
				.collect()
		})?;
		go_to::<T>(&mut at, |stage| matches!(stage, Stage::Fill { .. }))?;
		let (mut progress, mut run) = at;
		let before = Position { bought: 1 << 50, sold: 1 << 50, cost: 1 << 100, revenue: 1 << 100 };
		let mut positions = Page::default();
		nodes(0).for_each(|node| {
			positions.set(node, before);
		});
		PositionPages::<T>::insert(progress.interval, 0, positions);
		#[block]
		{
			Pallet::<T>::step(&mut progress, &mut run);
		}
		let after = PositionPages::<T>::get(progress.interval, 0);
		assert!(nodes(0).take(r as usize).all(|node| after.get(node) != Some(&before)));
		Ok(())
	}

	/// An entry of the map that comes last.
	#[benchmark]
	fn prune() -> Result<(), BenchmarkError> {
		let mut at = closed::<T>(|limits| {
			Vec::from([(0, offer(MAX_ORDER, limits)), (1, demand(MAX_ORDER / 2))])
		})?;
		go_to::<T>(&mut at, |stage| matches!(stage, Stage::Fill { .. }))?;
		let interval = at.0.interval;
		go_to::<T>(&mut at, |stage| matches!(stage, Stage::Begin))?;
		let result = Results::<T>::iter_prefix_values(interval).next();
		let old = T::Books::remembered_from().checked_sub(1).ok_or("nothing is forgotten yet")?;
		Results::<T>::insert(old, old, result.ok_or("nothing has cleared")?);
		ForgottenTo::<T>::put(old);
		let mut meter = WeightMeter::with_limit(T::WeightInfo::prune());
		#[block]
		{
			Pallet::<T>::prune(&mut meter);
		}
		assert!(!Results::<T>::contains_key(old, old));
		Ok(())
	}

	/// A whole round, for a report.
	#[benchmark(extra)]
	fn round(o: Linear<100, 10_000>) -> Result<(), BenchmarkError> {
		let (before, _) = mixed::<T>(o)?;
		#[block]
		{
			Pallet::<T>::clear(&mut WeightMeter::new());
		}
		let results: Vec<_> = Results::<T>::iter_values().collect();
		assert!(matches!(results.as_slice(), [result] if result.transactions > o / 4));
		assert!(T::Books::closed_round() != Some(before.round));
		Ok(())
	}

	/// A whole round but for Algorithm 2, for a report.
	#[benchmark(extra)]
	fn round_without_transactions(o: Linear<100, 10_000>) -> Result<(), BenchmarkError> {
		let mut at = mixed::<T>(o)?;
		#[block]
		{
			go_to::<T>(&mut at, |stage| matches!(stage, Stage::Assign { .. }))?;
			if let Stage::Assign { rules, clearing, .. } = &at.0.stage {
				at.0.stage = Pallet::<T>::fill_stage(*rules, *clearing, 0)
					.map_err(|_| BenchmarkError::Stop("the clearing is not sound"))?;
			}
			while !Pallet::<T>::step(&mut at.0, &mut at.1).1 {}
		}
		assert_eq!((Results::<T>::iter().count(), Transactions::<T>::iter().count()), (1, 0));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
