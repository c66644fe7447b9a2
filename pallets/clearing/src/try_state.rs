// SPDX-License-Identifier: Apache-2.0

//! Invariants.

#![cfg(any(feature = "try-runtime", test))]

use alloc::collections::BTreeMap;
use frame_support::ensure;
use gridmerit_energy::{Interval, NodeIndex, Position, RoundResult, Wh, payment};
use gridmerit_pallet_support::{Books, ClosedRound, IntervalTerms, PAGE_ROWS};
use sp_runtime::TryRuntimeError;

use crate::{
	Config, Cursor, Curves, Pallet, PrunedUntil, Results, RoundCursor, Stage, Transactions,
};

impl<T: Config> Pallet<T> {
	/// Checks the invariants, for every interval that is neither being written nor being pruned:
	///
	/// 1. a round's transactions are as many as its result says, in full pages, in ascending order of
	///    sellers and buyers, none with itself or of 0 Wh, and add up to what was traded;
	/// 2. a position is what its node's transactions say: energy, and money at the rounds' prices. So over
	///    all nodes as much is bought as sold, and paid as earned, but for the fee;
	/// 3. results have curves that add up to their supply; nothing is left of pruned intervals;
	/// 4. a clearing belongs to its round, and can be read.
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
			let traded = Self::try_round(interval, round, &result, &mut positions)?;
			ensure!(traded == result.traded, "transactions do not add up");
			ensure!(traded == result.demand.min(result.supply), "a result that contradicts itself");
			let price = result.price.unwrap_or(0);
			ensure!(result.payment == payment(traded, price), "a payment at another price");
			let curve = Curves::<T>::get(interval, round).ok_or("a result without a curve")?;
			let supply = curve.supply.iter().fold(0, |sum: Wh, step| sum.saturating_add(*step));
			ensure!(supply == result.supply, "a curve of another supply");
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

	/// Checks a round's transactions and adds them to the positions; what was traded.
	fn try_round(
		interval: Interval,
		round: Interval,
		result: &RoundResult,
		positions: &mut BTreeMap<(Interval, NodeIndex), Position>,
	) -> Result<Wh, TryRuntimeError> {
		let fee = T::Books::terms(interval).map_or(0, |terms| terms.limits.fee());
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
				*buyer = buyer.buy(row.energy, price, fee).ok_or("beyond bounds")?;
			}
		}
		Ok(traded)
	}
}
