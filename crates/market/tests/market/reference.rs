// SPDX-License-Identifier: Apache-2.0

//! The clearing rules once more: slow, obvious, in exact fractions, sharing nothing with the crate but
//! its plain types. Quadratic on purpose: each definition is written down as it is stated.

use gridmerit_market::{
	Clearing, Demand, Dispatch, Offer, Outcome, Price, Rules, Scarcity, Status, Transaction, Wh,
};
use num_bigint::BigInt;
use num_rational::BigRational;

fn fraction(numerator: u64, denominator: u64) -> BigRational {
	BigRational::new(numerator.into(), denominator.into())
}

fn whole(number: BigInt) -> u64 {
	number.try_into().unwrap()
}

/// `floor(W_k * A / W) - floor(W_{k-1} * A / W)` for each weight.
pub fn shares(weights: &[Wh], amount: Wh) -> Vec<Wh> {
	let total: Wh = weights.iter().sum();
	if total == 0 {
		return vec![0; weights.len()];
	}
	let up_to = |k: usize| {
		let weight: Wh = weights[..k].iter().sum();
		whole((fraction(weight, 1) * fraction(amount, total)).floor().to_integer())
	};
	(0..weights.len()).map(|k| up_to(k + 1) - up_to(k)).collect()
}

/// Rule 2: which offers may trade, given the utility's prices.
pub fn eligible(offer: &Offer, rules: &Rules, alpha_ppm: u32) -> bool {
	let limits = &rules.limits;
	let below_alpha_tou =
		fraction(offer.ask, 1) < fraction(limits.tou(), 1) * fraction(alpha_ppm.into(), 1_000_000);
	offer.capacity > 0
		&& limits.fit() < offer.ask
		&& below_alpha_tou
		&& offer.ask + limits.fee() <= limits.tou()
}

/// Clears by the definitions. `alpha_ppm` is the one that the rules' limits were made from.
pub fn clear(demands: &[Demand], offers: &[Offer], rules: &Rules, alpha_ppm: u32) -> Outcome {
	let eligible = |offer: &Offer| eligible(offer, rules, alpha_ppm);
	let sum_of = |keep: &dyn Fn(&Offer) -> bool| -> Wh {
		offers.iter().filter(|offer| eligible(offer) && keep(offer)).map(|o| o.capacity).sum()
	};
	let demand: Wh = demands.iter().map(|demand| demand.quantity).sum();
	let supply = sum_of(&|_| true);

	let cap = (fraction(rules.limits.tou(), 1) * fraction(alpha_ppm.into(), 1_000_000))
		.floor()
		.min(fraction(rules.limits.tou() - rules.limits.fee(), 1));
	let asks = || offers.iter().filter(|offer| eligible(offer)).map(|offer| offer.ask);
	let (status, price) = if demand == 0 {
		(Status::NoDemand, None)
	} else if supply == 0 {
		(Status::NoSupply, Some(whole(cap.to_integer())))
	} else if supply < demand {
		let price = match rules.scarcity {
			Scarcity::Cap => cap,
			Scarcity::Ramp => {
				let dearest = fraction(asks().max().unwrap(), 1);
				&dearest + ((cap - &dearest) * fraction(demand - supply, demand)).floor()
			},
		};
		(Status::Scarcity, Some(whole(price.to_integer())))
	} else {
		let price = asks().filter(|&price| sum_of(&|offer| offer.ask <= price) >= demand).min();
		(Status::Cleared, price)
	};

	let traded = demand.min(supply);
	let quantities: Vec<Wh> = demands.iter().map(|demand| demand.quantity).collect();
	let capacities = |keep: &dyn Fn(&Offer) -> bool| -> Vec<Wh> {
		let capacity =
			|offer: &Offer| if eligible(offer) && keep(offer) { offer.capacity } else { 0 };
		offers.iter().map(capacity).collect()
	};
	let marginal = price.filter(|_| status == Status::Cleared);
	let below = |offer: &Offer| marginal.is_none_or(|price: Price| offer.ask < price);
	let at = |offer: &Offer| marginal == Some(offer.ask);
	let sold = match (status, rules.dispatch) {
		(Status::NoDemand, _) => vec![0; offers.len()],
		(_, Dispatch::ProRata) => shares(&capacities(&|_| true), traded),
		(_, Dispatch::MeritOrder) => {
			let full = capacities(&below);
			let rest = shares(&capacities(&at), traded - full.iter().sum::<Wh>());
			full.iter().zip(rest).map(|(full, rest)| full + rest).collect()
		},
	};
	let clearing = Clearing {
		status,
		price,
		demand,
		supply,
		inframarginal: if status == Status::NoDemand { 0 } else { sum_of(&below) },
		marginal: sum_of(&at),
	};
	Outcome { clearing, bought: shares(&quantities, traded), sold }
}

/// The overlaps of sold with bought energy, both laid end to end in node order.
pub fn assign(demands: &[Demand], offers: &[Offer], outcome: &Outcome) -> Vec<Transaction> {
	let price = outcome.clearing.price.unwrap_or(0);
	let mut transactions = Vec::new();
	for (i, offer) in offers.iter().enumerate() {
		let sold_before: Wh = outcome.sold[..i].iter().sum();
		for (j, demand) in demands.iter().enumerate() {
			let bought_before: Wh = outcome.bought[..j].iter().sum();
			let start = sold_before.max(bought_before);
			let end = (sold_before + outcome.sold[i]).min(bought_before + outcome.bought[j]);
			if start < end {
				transactions.push(Transaction {
					seller: offer.node,
					buyer: demand.node,
					energy: end - start,
					price,
					payment: u128::from(price) * u128::from(end - start),
				});
			}
		}
	}
	transactions
}
