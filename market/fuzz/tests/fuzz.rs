// SPDX-License-Identifier: Apache-2.0

//! Fuzz targets. `cargo test` runs the seeds in `__fuzz__/*/corpus` and random bytes; with coverage:
//!
//! ```sh
//! cargo install cargo-bolero
//! cargo bolero test -p gridmerit-market-fuzz --profile release --rustc-bootstrap --sanitizer NONE market
//! ```

use codec::Decode;
use gridmerit_market::{
	Book, Clearing, Demand, Dispatch, Filling, Leg, Limits, Offer, Outcome, PPM, PriceSearch,
	Rules, Scarcity, Status, Step, Sweep, assign, clear, verify, verify_transactions,
};

/// Numbers taken from the front of a slice, so that any bytes are some market.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
	/// The next `width` bytes, little endian; 0 beyond the end.
	fn number(&mut self, width: usize) -> u64 {
		let (taken, rest) = self.0.split_at(width.min(self.0.len()));
		self.0 = rest;
		taken.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte))
	}

	fn rules(&mut self) -> Option<Rules> {
		let flags = self.number(1);
		let (tou, fit) = (self.number(6), self.number(6));
		let (alpha, fee) = (self.number(3) as u32 % (PPM + 1), self.number(6));
		Some(Rules {
			limits: Limits::new(tou, fit, alpha, fee).ok()?,
			scarcity: if flags & 1 == 0 { Scarcity::Cap } else { Scarcity::Ramp },
			dispatch: if flags & 2 == 0 { Dispatch::MeritOrder } else { Dispatch::ProRata },
		})
	}

	/// What is left, as rows of 12 bytes: side and step to the next node, quantity, ask.
	fn orders(&mut self) -> (Vec<Demand>, Vec<Offer>) {
		let (mut demands, mut offers, mut node) = (Vec::new(), Vec::new(), 0_u32);
		while !self.0.is_empty() {
			let first = self.number(1) as u32;
			let (quantity, ask) = (self.number(5), self.number(6));
			node = node.saturating_add(first >> 1);
			if first & 1 == 0 {
				demands.push(Demand { node, quantity });
			} else {
				offers.push(Offer { node, capacity: quantity, ask });
			}
		}
		(demands, offers)
	}
}

/// Any orders are refused, or clear to an outcome that proves itself; in pages just as at once.
#[test]
fn market() {
	bolero::check!().with_iterations(20_000).for_each(|bytes: &[u8]| {
		let mut bytes = Bytes(bytes);
		let cut = bytes.number(1) as u32;
		let Some(rules) = bytes.rules() else { return };
		let (demands, offers) = bytes.orders();
		let Ok(book) = Book::new(&demands, &offers) else { return };
		let outcome = clear(book, &rules);
		assert_eq!(verify(book, &rules, &outcome), Ok(()));
		let transactions: Vec<_> = assign(book, &outcome).collect();
		assert_eq!(verify_transactions(book, &outcome, transactions.iter().copied()), Ok(()));
		let assigned: u64 = transactions.iter().map(|transaction| transaction.energy).sum();
		assert_eq!(assigned, outcome.clearing.traded());

		let (first, second) = (
			demands.partition_point(|row| row.node < cut),
			offers.partition_point(|row| row.node < cut),
		);
		let pages = [
			Book::new(&demands[..first], &offers[..second]).unwrap(),
			Book::new(&demands[first..], &offers[second..]).unwrap(),
		];
		let mut search = PriceSearch::new(&rules);
		let clearing = loop {
			pages.iter().for_each(|&page| search.page(page).unwrap());
			if let Some(clearing) = search.end_pass().unwrap() {
				break clearing;
			}
		};
		let mut filling = Filling::new(&clearing, &rules).unwrap();
		let (mut bought, mut sold) = (Vec::new(), Vec::new());
		pages.iter().for_each(|&page| filling.page(page, &mut bought, &mut sold).unwrap());
		assert_eq!(filling.finish(), Ok(()));
		assert_eq!(Outcome { clearing, bought, sold }, outcome);
	});
}

/// Any claim about a book is checked without a panic, and accepted only if it is the outcome.
#[test]
fn claim() {
	bolero::check!().with_iterations(20_000).for_each(|bytes: &[u8]| {
		let mut bytes = Bytes(bytes);
		let Some(rules) = bytes.rules() else { return };
		let status = [Status::Cleared, Status::Scarcity, Status::NoSupply, Status::NoDemand];
		let claimed = Outcome {
			clearing: Clearing {
				status: status[bytes.number(1) as usize % status.len()],
				price: Some(bytes.number(8)).filter(|&price| price != 0),
				demand: bytes.number(8),
				supply: bytes.number(8),
				inframarginal: bytes.number(8),
				marginal: bytes.number(8),
			},
			bought: vec![bytes.number(8)],
			sold: vec![bytes.number(8)],
		};
		let (mut demands, mut offers) = bytes.orders();
		demands.truncate(1);
		offers.truncate(1);
		let Ok(book) = Book::new(&demands, &offers) else { return };
		assert_eq!(verify(book, &rules, &claimed).is_ok(), claimed == clear(book, &rules));
		let most = assign(book, &claimed).count();
		assert!(most <= 1);
	});
}

/// Whatever is read from storage as a state, the next step does not panic and ends.
#[test]
fn state() {
	bolero::check!().with_iterations(20_000).for_each(|bytes: &[u8]| {
		let demands = [Demand { node: 1, quantity: 1 << 40 }];
		let offers = [
			Offer { node: 2, capacity: 1 << 40, ask: 1 << 48 },
			Offer { node: 3, capacity: 7, ask: 9 },
		];
		let page = Book::new(&demands, &offers).unwrap();
		// Enough for any of them: what the bytes do not say is 0.
		let stored = [bytes, &[0; 16 * 1024]].concat();
		if let Ok(mut search) = PriceSearch::decode(&mut &stored[..]) {
			let _ = search.page(page);
			let _ = search.end_pass();
			let _ = search.page(page);
		}
		if let Ok(mut filling) = Filling::decode(&mut &stored[..]) {
			let (mut bought, mut sold) = (Vec::new(), Vec::new());
			let _ = filling.page(page, &mut bought, &mut sold);
			let _ = filling.finish();
		}
		if let Ok(mut sweep) = Sweep::decode(&mut &stored[..]) {
			let leg = |node| Leg { node, energy: u64::MAX };
			let (mut sellers, mut buyers) = ([leg(5), leg(6)].into_iter(), [leg(7)].into_iter());
			for _ in 0..5 {
				if !matches!(sweep.step(&mut sellers, &mut buyers), Step::Transaction(_)) {
					break;
				}
			}
		}
	});
}
