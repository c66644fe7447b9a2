// SPDX-License-Identifier: Apache-2.0

//! Cases of other projects: `tests/vectors`.

use gridmerit_market::{
	Book, Demand, Dispatch, Limits, NodeIndex, Offer, Rules, Scarcity, assign, clear, verify,
};

use crate::support::{Case, cases};

#[test]
fn peers_cases_clear_as_algorithm_1_says() {
	for case in cases() {
		let limits = Limits::new(case.tou(), 0, Case::ALPHA_PPM, 0).unwrap();
		let rules = Rules { limits, scarcity: Scarcity::Cap, dispatch: Dispatch::MeritOrder };
		let nodes = || 0 as NodeIndex..;
		let demands: Vec<_> =
			nodes().zip(&case.demands).map(|(node, &quantity)| Demand { node, quantity }).collect();
		let offers: Vec<_> = nodes()
			.skip(demands.len())
			.zip(&case.offers)
			.map(|(node, &(capacity, ask))| Offer { node, capacity, ask })
			.collect();
		let book = Book::new(&demands, &offers).unwrap();
		let outcome = clear(book, &rules);

		assert_eq!(outcome.clearing.price, Some(case.price), "{}", case.id);
		assert_eq!(outcome.clearing.traded(), case.volume, "{}", case.id);
		let transacted: u64 = assign(book, &outcome).map(|transaction| transaction.energy).sum();
		assert_eq!(transacted, case.volume, "{}", case.id);
		assert_eq!(verify(book, &rules, &outcome), Ok(()), "{}", case.id);
	}
}
