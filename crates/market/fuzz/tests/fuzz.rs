// SPDX-License-Identifier: Apache-2.0

//! Fuzz targets. `cargo test` runs the seeds in `__fuzz__/*/corpus` and random bytes; with coverage:
//!
//! ```sh
//! cargo install cargo-bolero
//! cargo bolero test -p gridmerit-market-fuzz --profile release --rustc-bootstrap --sanitizer NONE market
//! ```

use codec::{Decode, Encode};
use gridmerit_market::{
	Book, Demand, Dispatch, Filling, Leg, Limits, MAX_PRICE, Offer, Outcome, PPM, PriceSearch,
	Rules, Scarcity, Status, Sweep, assign, certificate, clear, verify, verify_transactions,
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

	/// A number up to `most`.
	fn up_to(&mut self, most: u64) -> u64 {
		self.number(6) % (most + 1)
	}

	/// Rules that mostly leave room for a price.
	fn rules(&mut self) -> Option<Rules> {
		let flags = self.number(1);
		let tou = self.up_to(MAX_PRICE);
		let (fit, fee) = (self.up_to(tou / 2), self.up_to(tou / 4));
		let alpha = PPM - self.number(3) as u32 % PPM;
		Some(Rules {
			limits: Limits::new(tou, fit, alpha, fee).ok()?,
			scarcity: if flags & 1 == 0 { Scarcity::Cap } else { Scarcity::Ramp },
			dispatch: if flags & 2 == 0 { Dispatch::MeritOrder } else { Dispatch::ProRata },
		})
	}

	/// What is left, as rows of 12 bytes: side and step to the next node, quantity, ask. A step of 128 is
	/// none: the node comes twice, and the book is refused.
	fn orders(&mut self, limits: &Limits) -> (Vec<Demand>, Vec<Offer>) {
		let (mut demands, mut offers, mut node) = (Vec::new(), Vec::new(), 0_u32);
		while !self.0.is_empty() {
			let first = self.number(1) as u32;
			let quantity = self.number(5);
			// About the asks that may trade.
			let ask = limits.fit() + self.up_to(limits.cap() - limits.fit() + 2);
			node = node.saturating_add(((first >> 1) + 1) % 128);
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
		let (demands, offers) = bytes.orders(&rules.limits);
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

/// Any claim about a book is checked without a panic, and accepted if and only if it is the outcome.
#[test]
fn claim() {
	bolero::check!().with_iterations(20_000).for_each(|bytes: &[u8]| {
		let mut bytes = Bytes(bytes);
		let Some(rules) = bytes.rules() else { return };
		// The right claim with none to three of its numbers changed.
		let changes: Vec<_> =
			(0..bytes.number(1) % 4).map(|_| (bytes.number(1), bytes.number(8))).collect();
		let (demands, offers) = bytes.orders(&rules.limits);
		let Ok(book) = Book::new(&demands, &offers) else { return };
		let outcome = clear(book, &rules);
		let mut claim = outcome.clone();
		for (field, by) in changes {
			let Outcome { clearing, bought, sold } = &mut claim;
			let fills = bought.iter_mut().chain(sold);
			let sums = [
				&mut clearing.demand,
				&mut clearing.supply,
				&mut clearing.inframarginal,
				&mut clearing.marginal,
			];
			match field {
				0 => clearing.price = Some(by).filter(|&price| price != 0),
				1 => {
					clearing.status =
						[Status::Cleared, Status::Scarcity, Status::NoSupply][by as usize % 3]
				},
				_ => {
					if let Some(number) = sums.into_iter().chain(fills).nth(field as usize - 2) {
						*number = number.wrapping_add(by);
					}
				},
			}
		}
		assert_eq!(verify(book, &rules, &claim).is_ok(), claim == outcome);
		let _ = certificate(book, &rules, &claim).gap();
		let most = demands.len() + offers.len();
		assert!(assign(book, &claim).count() <= most);
	});
}

/// Whatever is read from storage as a state, the next steps do not panic and end.
#[test]
fn state() {
	let rules = Rules {
		limits: Limits::new(200_000, 60_000, 900_000, 0).unwrap(),
		scarcity: Scarcity::Cap,
		dispatch: Dispatch::MeritOrder,
	};
	let demands = [Demand { node: 1, quantity: 1 << 40 }];
	let offers = [
		Offer { node: 2, capacity: 1 << 40, ask: 1 << 48 },
		Offer { node: 3, capacity: 1 << 40, ask: 90_000 },
	];
	// Real states, some of whose bytes are changed.
	let page = Book::new(&demands, &offers).unwrap();
	let clearing = clear(page, &rules).clearing;
	let mut search = PriceSearch::new(&rules);
	search.page(page).unwrap();
	let search = search.encode();
	let filling = Filling::new(&clearing, &rules).unwrap().encode();
	let sweep = Sweep::new(&clearing).encode();

	bolero::check!().with_iterations(20_000).for_each(|bytes: &[u8]| {
		let mut bytes = Bytes(bytes);
		let (mut search, mut filling, mut sweep) = (search.clone(), filling.clone(), sweep.clone());
		while !bytes.0.is_empty() {
			let (place, byte) = (bytes.number(2) as usize, bytes.number(1) as u8);
			for state in [&mut search, &mut filling, &mut sweep] {
				let length = state.len();
				state[place % length] = byte;
			}
		}
		if let Ok(mut search) = PriceSearch::decode(&mut &search[..]) {
			// A real search takes five passes at most.
			for _ in 0..10 {
				let _ = search.page(page);
				let _ = search.end_pass();
			}
		}
		if let Ok(mut filling) = Filling::decode(&mut &filling[..]) {
			let (mut bought, mut sold) = (Vec::new(), Vec::new());
			let _ = filling.page(page, &mut bought, &mut sold);
			let _ = filling.finish();
		}
		if let Ok(mut sweep) = Sweep::decode(&mut &sweep[..]) {
			let leg = |node| Leg { node, energy: u64::MAX };
			let (mut sellers, mut buyers) = ([leg(5), leg(6)].into_iter(), [leg(7)].into_iter());
			for _ in 0..5 {
				let _ = sweep.step(&mut sellers, &mut buyers);
			}
			let _ = sweep.finish();
		}
	});
}
