// SPDX-License-Identifier: Apache-2.0

//! What must always hold.

#![cfg(any(feature = "try-runtime", test))]

use alloc::collections::BTreeMap;
use frame_support::ensure;
use gridmerit_primitives::{
	Books, ClosedRound, Interval, NodeIndex, PAGE_ROWS, Planck, Position, Wh, page_of, payment,
};
use sp_runtime::TryRuntimeError;

use crate::{
	Clearing, Config, Curves, ForgottenTo, Pallet, PositionPages, Progress, Results, Stage,
	Transactions,
};

impl<T: Config> Pallet<T> {
	/// Checks the invariants, for every interval that is not being written just now:
	///
	/// 1. a round's transactions are as many as its result says, in full pages, in ascending order of
	///    sellers and buyers, none with itself or of 0 Wh, and add up to what was traded;
	/// 2. a position is what its node's transactions say: energy, and money at the rounds' prices;
	/// 3. so over all nodes as much is bought as sold, and paid as earned, but for the fee;
	/// 4. results have curves that add up to their supply; nothing is left of forgotten intervals;
	/// 5. a clearing belongs to a round.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let progress = Clearing::<T>::get();
		let writing = progress.as_ref().and_then(|Progress { interval, stage, .. }| {
			(!matches!(stage, Stage::Begin)).then_some(*interval)
		});
		if let Some(Progress { round: ClosedRound { first, last, .. }, interval, .. }) = progress {
			ensure!(first <= interval, "a clearing before its round");
			ensure!(interval <= last.saturating_add(1), "a clearing beyond its round");
		}
		let forgotten = ForgottenTo::<T>::get();
		let known = |interval: Interval| forgotten.is_some_and(|to| to <= interval);

		// By interval and node: what the transactions say.
		let mut positions = BTreeMap::<(Interval, NodeIndex), Position>::new();
		let mut pages = 0_u32;
		for (interval, round, result) in Results::<T>::iter() {
			ensure!(known(interval), "a result that should be forgotten");
			let fee = T::Books::fee(interval).unwrap_or_default();
			let price = result.price.unwrap_or(0);
			let (mut traded, mut count, mut last) = (0, 0_u32, None);
			for page in 0..result.transactions.div_ceil(PAGE_ROWS) {
				let trades = Transactions::<T>::get((interval, round, page));
				pages = pages.saturating_add(1);
				for trade in trades {
					let at = (trade.seller, trade.buyer);
					let ascends = last.is_none_or(|(seller, buyer)| {
						seller <= at.0 && buyer <= at.1 && (seller, buyer) != at
					});
					ensure!(ascends, "transactions out of order");
					ensure!(trade.energy > 0 && at.0 != at.1, "a transaction of nothing");
					last = Some(at);
					count = count.saturating_add(1);
					traded = Wh::saturating_add(traded, trade.energy);
					let seller = positions.entry((interval, at.0)).or_default();
					*seller = seller.sell(trade.energy, price).ok_or("beyond bounds")?;
					let buyer = positions.entry((interval, at.1)).or_default();
					*buyer = buyer.buy(trade.energy, price, fee).ok_or("beyond bounds")?;
				}
			}
			ensure!(count == result.transactions, "transactions are missing");
			ensure!(traded == result.traded, "transactions do not add up");
			ensure!(result.traded == result.demand.min(result.supply), "a result that is none");
			ensure!(result.payment == payment(traded, price), "a payment at another price");
			let curve = Curves::<T>::get(interval, round).ok_or("a result without a curve")?;
			let supply = curve.supply.iter().fold(0, |sum: Wh, step| sum.saturating_add(*step));
			ensure!(supply == result.supply, "a curve of another supply");
		}
		ensure!(
			Curves::<T>::iter_keys().count() == Results::<T>::iter_keys().count(),
			"a curve alone"
		);
		let stray = Transactions::<T>::iter_keys()
			.filter(|(interval, ..)| Some(*interval) != writing)
			.count();
		let of_written = Results::<T>::iter()
			.filter(|(interval, ..)| Some(*interval) == writing)
			.map(|(_, _, result)| result.transactions.div_ceil(PAGE_ROWS))
			.sum::<u32>();
		ensure!(stray as u32 == pages.saturating_sub(of_written), "transactions of no result");

		let mut paid = BTreeMap::<Interval, (Wh, Wh, Planck, Planck)>::new();
		for (interval, page, rows) in PositionPages::<T>::iter() {
			ensure!(known(interval), "positions that should be forgotten");
			ensure!(rows.is_sound() && !rows.is_empty(), "a page of positions out of order");
			if Some(interval) == writing {
				continue;
			}
			let fee = T::Books::fee(interval).unwrap_or_default();
			for (node, position) in rows.rows(page) {
				ensure!(page_of(node) == page, "a position on the wrong page");
				let traded = positions.remove(&(interval, node));
				ensure!(
					traded == Some(*position),
					"a position that its transactions do not explain"
				);
				let fees = payment(position.bought, fee);
				let sums = paid.entry(interval).or_default();
				sums.0 = sums.0.saturating_add(position.bought);
				sums.1 = sums.1.saturating_add(position.sold);
				sums.2 = sums.2.saturating_add(position.cost.saturating_sub(fees));
				sums.3 = sums.3.saturating_add(position.revenue);
			}
		}
		positions.retain(|(interval, _), _| Some(*interval) != writing);
		ensure!(positions.is_empty(), "transactions without a position");
		for (bought, sold, cost, revenue) in paid.into_values() {
			ensure!(bought == sold && cost == revenue, "bought and sold are not the same");
		}
		Ok(())
	}
}
