// SPDX-License-Identifier: Apache-2.0

//! Cases of other projects: `tests/vectors`.

use gridmerit_market::{
	Book, Demand, Limits, NodeIndex, Offer, Price, Rules, Wh, assign, clear, verify,
};

use crate::support::{Case, cases, thousandths};

/// Clears demand with limits and offers, and checks what must come out.
fn check(
	id: &str,
	limits: Limits,
	demands: &[(Wh, Option<Price>)],
	offers: &[(Wh, Price)],
	price: Option<Price>,
	volume: Wh,
) {
	let rules = Rules { limits, turn: 0 };
	let nodes = || 0 as NodeIndex..;
	let demands: Vec<_> = nodes()
		.zip(demands)
		.map(|(node, &(quantity, limit))| Demand { node, quantity, limit })
		.collect();
	let offers: Vec<_> = nodes()
		.skip(demands.len())
		.zip(offers)
		.map(|(node, &(capacity, ask))| Offer { node, capacity, ask })
		.collect();
	let book = Book::new(&demands, &offers).unwrap();
	let outcome = clear(book, &rules);

	assert_eq!(outcome.clearing.price, price, "{id}");
	assert_eq!(outcome.clearing.traded, volume, "{id}");
	let transacted: u64 = assign(book, &outcome).map(|transaction| transaction.energy).sum();
	assert_eq!(transacted, volume, "{id}");
	assert_eq!(verify(book, &rules, &outcome), Ok(()), "{id}");
}

#[test]
fn peers_cases_clear_as_algorithm_1_says() {
	for case in cases() {
		let limits = Limits::new(case.tou(), 0, Case::ALPHA_PPM, 0).unwrap();
		let demands: Vec<_> = case.demands.iter().map(|&quantity| (quantity, None)).collect();
		check(case.id, limits, &demands, &case.offers, Some(case.price), case.volume);
	}
}

#[test]
fn peers_cases_with_limits_clear_where_the_staircases_cross() {
	let rows = include_str!("../vectors/peer_limits.csv").lines().skip(1);
	let mut differ = 0;
	for row in rows.clone() {
		let columns: Vec<_> = row.splitn(10, ',').collect();
		let [id, _, demands, offers, cap, peer_price, peer_volume, price, volume, note] =
			columns[..]
		else {
			panic!("{row}")
		};
		let rows = |list: &str| -> Vec<(Wh, Option<Price>)> {
			let row = |row: &str| match row.split_once('@') {
				Some((energy, price)) => (thousandths(energy), Some(thousandths(price))),
				None => (thousandths(row), None),
			};
			list.split_whitespace().map(row).collect()
		};
		let as_peer = (price, volume) == (peer_price, peer_volume);
		assert_eq!(as_peer, note.is_empty(), "{id}: a note says why we differ from the peer");
		differ += u32::from(!as_peer);
		let offers: Vec<_> = rows(offers).iter().map(|&(wh, ask)| (wh, ask.unwrap())).collect();
		// Half above it, so that asks at the cap may trade.
		let limits = Limits::new(2 * thousandths(cap) + 1, 0, Case::ALPHA_PPM, 0).unwrap();
		let price = (!price.is_empty()).then(|| thousandths(price));
		check(id, limits, &rows(demands), &offers, price, thousandths(volume));
	}
	assert_eq!((rows.count(), differ), (37, 8));
}
