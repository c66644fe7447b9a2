// SPDX-License-Identifier: Apache-2.0

//! What the reference rules make buyers pay and sellers get for the energy of a merit order.

use gridmerit_energy::{Order, Planck, Price, Wh, payment};

use super::{Merit, share};
use crate::{
	account::{Account, Fill},
	hour::Hour,
};

/// Everybody trades at one price.
pub(super) fn one_price(merit: &Merit, price: Option<Price>) -> Vec<Fill> {
	let fill = |&energy: &Wh| Fill { energy, money: payment(energy, price.unwrap_or(0)) };
	merit.fills.iter().map(fill).collect()
}

/// The price of the ramp: in scarcity from the dearest ask to the cap, by the part of demand that is missing.
pub(super) fn ramp(hour: &Hour, merit: &Merit) -> Option<Price> {
	if !merit.scarce {
		return merit.price;
	}
	let dearest = hour.accounts.iter().filter_map(|account| hour.ask(&account.order)).max()?;
	let way = u128::from(hour.limits.cap().saturating_sub(dearest));
	// At most `way`.
	let up = share(way, merit.firm - merit.supply, merit.firm);
	Some(dearest + Price::try_from(up).unwrap_or(0))
}

/// Each seller gets its ask.
pub(super) fn pay_as_bid(hour: &Hour, merit: &Merit) -> Vec<Fill> {
	at_mean(hour, merit, |energy, ask, _| payment(energy, ask))
}

/// Each seller gets what the others would cost more without it.
pub(super) fn vcg(hour: &Hour, merit: &Merit) -> Vec<Fill> {
	let mut offers: Vec<(Price, usize, Wh)> = hour
		.accounts
		.iter()
		.enumerate()
		.filter_map(|(row, account)| {
			hour.ask(&account.order).map(|ask| (ask, row, account.order.quantity()))
		})
		.collect();
	offers.sort_unstable();
	let cap = hour.limits.cap();
	let demand = hour.wanted(hour.limits.fit());
	// What it costs to meet the demand without one of them, and how much of that it would be to keep the rest.
	let cost = |without: Option<usize>| {
		let (mut left, mut cost) = (demand, 0);
		for &(ask, row, capacity) in &offers {
			if without != Some(row) {
				let energy = left.min(capacity);
				cost += payment(energy, ask);
				left -= energy;
			}
		}
		cost + payment(left, cap)
	};
	let all = cost(None);
	at_mean(hour, merit, |energy, ask, row| cost(Some(row)) + payment(energy, ask) - all)
}

/// Sellers get what `earns` says of energy, ask and row; buyers pay the mean, so that it adds up.
fn at_mean(hour: &Hour, merit: &Merit, earns: impl Fn(Wh, Price, usize) -> Planck) -> Vec<Fill> {
	let rows = hour.accounts.iter().zip(&merit.fills);
	let earned = rows.clone().enumerate().map(|(row, (account, &energy))| match account.order {
		Order::Offer { ask, .. } if energy > 0 => earns(energy, ask, row),
		_ => 0,
	});
	let earned: Vec<Planck> = earned.collect();
	let total: Planck = earned.iter().sum();
	let mut before = 0;
	let fill = |((account, &energy), earned): ((&Account, &Wh), Planck)| {
		let money = match account.order {
			Order::Offer { .. } => earned,
			Order::Demand { .. } => {
				let due = |energy| share(total, energy, merit.traded);
				let money = due(before + energy) - due(before);
				before += energy;
				money
			},
		};
		Fill { energy, money }
	};
	rows.zip(earned).map(fill).collect()
}
