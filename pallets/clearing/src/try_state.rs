// SPDX-License-Identifier: Apache-2.0

//! Invariants.

#![cfg(any(feature = "try-runtime", test))]

use alloc::collections::{BTreeMap, BTreeSet};
use frame_support::ensure;
use gridmerit_energy::{Interval, NodeIndex, Position, RoundResult, Wh, payment};
use gridmerit_market::Status;
use gridmerit_pallet_support::{Books, ClosedRound, IntervalTerms, PAGE_ROWS};
use sp_runtime::TryRuntimeError;

use crate::{
	Config, Cursor, Curves, LISTED_PIVOTAL, Pallet, Pivotal, PrunedUntil, Results, RoundCursor,
	Stage, Transactions,
};

impl<T: Config> Pallet<T> {
	/// Checks the invariants, for every interval that is neither being written nor being pruned:
	///
	/// 1. a round's transactions are as many as its result says, in full pages, in ascending order of
	///    sellers and buyers, none with itself or of 0 Wh, and add up to what was traded;
	/// 2. a position is what its node's transactions say: energy, and money at the rounds' prices. So over
	///    all nodes as much is bought as sold, and paid as earned;
	/// 3. results agree with themselves, and have curves that add up to their supply and demand; nothing is left of
	///    pruned intervals;
	/// 4. pivotal sellers are as many as their result says, as far as they are listed, and each has sold something,
	///    as demand cannot be met without it;
	/// 5. a clearing belongs to its round, and can be read.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let cursor = Cursor::<T>::get();
		ensure!(
			cursor.is_some() == Cursor::<T>::exists(),
			"a clearing under way that cannot be read"
		);
		let mut writing = None;
		if let Some(RoundCursor { round, interval, stage, .. }) = cursor {
			let ClosedRound { number, first, last } = round;
			ensure!(first <= interval, "a clearing before its round");
			ensure!(interval <= last.saturating_add(1).max(first), "a clearing beyond its round");
			writing = (!matches!(stage, Stage::Begin)).then_some((interval, number));
		}
		let remembered = T::Books::remembered_from();
		let checked = |interval: Interval| {
			remembered <= interval && writing.is_none_or(|(writing, _)| writing != interval)
		};
		let oldest = PrunedUntil::<T>::get();
		let known = |interval: Interval| oldest.is_some_and(|oldest| oldest <= interval);

		// By interval and node: what the transactions say.
		let mut positions = BTreeMap::<(Interval, NodeIndex), Position>::new();
		for (interval, round, result) in Results::<T>::iter() {
			ensure!(known(interval), "a result that should be pruned");
			if interval < remembered {
				continue;
			}
			let (traded, sellers) = Self::try_round(interval, round, &result, &mut positions)?;
			ensure!(traded == result.traded, "transactions do not add up");
			ensure!(agrees_with_itself(&result), "a result that contradicts itself");
			let price = result.price.unwrap_or(0);
			ensure!(result.payment == payment(traded, price), "a payment at another price");
			let curve = Curves::<T>::get(interval, round).ok_or("a result without a curve")?;
			let sum =
				|steps: &[Wh]| steps.iter().fold(0, |sum: Wh, step| sum.saturating_add(*step));
			ensure!(sum(&curve.supply) == result.supply, "a curve of another supply");
			let demand = curve.demand.saturating_add(sum(&curve.limited));
			ensure!(demand == result.demand, "a curve of another demand");
			let pivotal = Pivotal::<T>::get(interval, round);
			let listed = pivotal.len() as u32 == result.pivotal.min(LISTED_PIVOTAL);
			ensure!(listed, "pivotal sellers that are not counted");
			let ordered = pivotal.iter().zip(pivotal.iter().skip(1)).all(|(a, b)| a < b);
			ensure!(ordered, "pivotal sellers out of order");
			let sold = pivotal.iter().all(|node| sellers.contains(node));
			ensure!(sold, "a pivotal seller that has sold nothing");
		}
		for (interval, round, pivotal) in Pivotal::<T>::iter() {
			ensure!(known(interval), "pivotal sellers that should be pruned");
			let of_result = Results::<T>::contains_key(interval, round);
			ensure!(interval < remembered || of_result, "pivotal sellers of no result");
			ensure!(!pivotal.is_empty(), "a list of no pivotal sellers");
		}
		for (interval, round) in Curves::<T>::iter_keys().filter(|(key, _)| remembered <= *key) {
			ensure!(Results::<T>::contains_key(interval, round), "a curve alone");
		}
		for (interval, round, page) in Transactions::<T>::iter_keys() {
			ensure!(known(interval), "transactions that should be pruned");
			let result = Results::<T>::get(interval, round);
			let pages = result.map_or(0, |result| result.transactions.div_ceil(PAGE_ROWS));
			ensure!(
				page < pages || interval < remembered || Some((interval, round)) == writing,
				"transactions of no result"
			);
		}

		for (interval, page, rows) in T::Books::all_positions() {
			if !checked(interval) {
				continue;
			}
			for (node, position) in rows.rows(page) {
				let traded = positions.remove(&(interval, node));
				ensure!(
					traded == Some(*position),
					"a position that its transactions do not explain"
				);
			}
		}
		positions.retain(|(interval, _), _| checked(*interval));
		ensure!(positions.is_empty(), "transactions without a position");
		Ok(())
	}

	/// Checks a round's transactions and adds them to the positions; what was traded, and who has sold.
	fn try_round(
		interval: Interval,
		round: Interval,
		result: &RoundResult,
		positions: &mut BTreeMap<(Interval, NodeIndex), Position>,
	) -> Result<(Wh, BTreeSet<NodeIndex>), TryRuntimeError> {
		let mut sellers = BTreeSet::new();
		let price = result.price.unwrap_or(0);
		let (mut traded, mut left, mut page, mut last) = (0, result.transactions, 0, None);
		while left > 0 {
			let rows = Transactions::<T>::get((interval, round, page));
			let count = rows.len() as u32;
			ensure!(count == left.min(PAGE_ROWS), "transactions are missing");
			left = left.saturating_sub(count);
			page = page.saturating_add(1);
			for row in rows {
				let at = (row.seller, row.buyer);
				let ascends = last.is_none_or(|(seller, buyer)| {
					seller <= at.0 && buyer <= at.1 && (seller, buyer) != at
				});
				ensure!(ascends, "transactions out of order");
				ensure!(row.energy > 0 && at.0 != at.1, "a transaction of nothing");
				last = Some(at);
				traded = Wh::saturating_add(traded, row.energy);
				let seller = positions.entry((interval, at.0)).or_default();
				*seller = seller.sell(row.energy, price).ok_or("beyond bounds")?;
				let buyer = positions.entry((interval, at.1)).or_default();
				*buyer = buyer.buy(row.energy, price).ok_or("beyond bounds")?;
				sellers.insert(at.0);
			}
		}
		Ok((traded, sellers))
	}
}

/// Whether a result can be that of a clearing.
fn agrees_with_itself(result: &RoundResult) -> bool {
	let RoundResult { status, price, demand, supply, traded, .. } = *result;
	let (missing, left, pivotal) = (result.utility_import, result.utility_export, result.pivotal);
	let energies = match status {
		Status::Cleared => 0 < traded && traded <= demand && missing == 0,
		// Demand without a limit exceeds supply.
		Status::Scarcity => {
			0 < traded
				&& traded == supply
				&& 0 < missing
				&& demand.checked_sub(supply).is_some_and(|most| missing <= most)
		},
		Status::NoSupply => (traded, supply) == (0, 0) && 0 < demand && missing <= demand,
		Status::NoDemand => (traded, demand, missing) == (0, 0, 0),
		Status::NoMatch => (traded, missing) == (0, 0) && 0 < demand && 0 < supply,
	};
	energies
		&& price.is_some() == (traded > 0)
		&& supply.checked_sub(traded) == Some(left)
		&& (pivotal == 0 || status == Status::Cleared)
}
