// SPDX-License-Identifier: Apache-2.0

//! The chain's rule: `gridmerit-market` itself.

use gridmerit_energy::{Order, payment};
use gridmerit_market::{
	Book, BookError, Demand, NodeIndex, Offer, Outcome, Rules, clear as market,
};

use crate::{account::Fill, hour::Hour};

/// An hour's orders as the market takes them.
pub(super) fn orders(hour: &Hour) -> (Vec<Demand>, Vec<Offer>) {
	let (mut demands, mut offers) = (Vec::new(), Vec::new());
	for (node, account) in (0 as NodeIndex..).zip(&hour.accounts) {
		match account.order {
			Order::Demand { quantity, limit } => demands.push(Demand { node, quantity, limit }),
			Order::Offer { capacity, ask } => offers.push(Offer { node, capacity, ask }),
		}
	}
	(demands, offers)
}

/// By which rules the market clears an hour.
pub(super) fn rules(hour: &Hour) -> Rules {
	Rules { limits: hour.limits, turn: hour.interval }
}

/// How the market clears an hour.
pub(crate) fn outcome(hour: &Hour) -> Result<Outcome, BookError> {
	let (demands, offers) = orders(hour);
	Ok(market(Book::new(&demands, &offers)?, &rules(hour)))
}

pub(super) fn clear(hour: &Hour) -> Result<Vec<Fill>, BookError> {
	let Outcome { clearing, bought, sold } = outcome(hour)?;
	let (mut bought, mut sold) = (bought.into_iter(), sold.into_iter());
	let fills = hour.accounts.iter().map(|account| {
		let energy = match account.order {
			Order::Demand { .. } => bought.next(),
			Order::Offer { .. } => sold.next(),
		};
		let energy = energy.unwrap_or(0);
		Fill { energy, money: payment(energy, clearing.price.unwrap_or(0)) }
	});
	Ok(fills.collect())
}
