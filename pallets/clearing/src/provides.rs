// SPDX-License-Identifier: Apache-2.0

//! What it does for the pallets above.

use alloc::vec::Vec;
use gridmerit_energy::{Interval, Wh};
use gridmerit_pallet_support::{Bus, CarriedEnergy, PageIndex, PeerTrades, TradedEnergy, has_grid};

use crate::{Config, LineFlows, Pallet, Results, Transactions, ZonedTransactions};

impl<T: Config> PeerTrades for Pallet<T> {
	fn rounds(interval: Interval, most: u32) -> Vec<(Interval, u32)> {
		let results = Results::<T>::iter_prefix(interval).take(most as usize);
		let mut rounds: Vec<_> =
			results.map(|(round, result)| (round, result.transactions)).collect();
		rounds.sort_unstable();
		rounds
	}

	fn trades(interval: Interval, round: Interval, page: PageIndex) -> Vec<TradedEnergy> {
		let key = (interval, round, page);
		let rows = Transactions::<T>::get(key);
		if rows.is_empty() && has_grid::<T::Grid>() {
			let rows = ZonedTransactions::<T>::get(key).into_iter();
			return rows
				.map(|row| TradedEnergy {
					seller: row.seller,
					buyer: row.buyer,
					energy: row.energy,
				})
				.collect();
		}
		rows.into_iter()
			.map(|row| TradedEnergy { seller: row.seller, buyer: row.buyer, energy: row.energy })
			.collect()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn trade_for(interval: Interval, round: Interval, trades: &[TradedEnergy]) {
		let row = |trade: &TradedEnergy| {
			let TradedEnergy { seller, buyer, energy } = *trade;
			crate::TransactionRow { seller, buyer, energy }
		};
		let rows: Vec<_> = trades.iter().map(row).collect();
		let rows = crate::TransactionPage::truncate_from(rows);
		Transactions::<T>::insert((interval, round, 0), rows);
	}
}

impl<T: Config> CarriedEnergy for Pallet<T> {
	fn carried(interval: Interval, bus: Bus) -> Wh {
		let flows = LineFlows::<T>::get(interval);
		flows.get(usize::from(bus)).map_or(0, |flow| flow.unsigned_abs())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn carry(interval: Interval, energy: Wh) {
		use crate::OfBuses;
		use gridmerit_pallet_support::Grid;
		let flows = alloc::vec![energy as i64; T::Grid::max_buses() as usize];
		LineFlows::<T>::insert(interval, OfBuses::truncate_from(flows));
	}
}
