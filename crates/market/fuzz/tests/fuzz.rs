// SPDX-License-Identifier: Apache-2.0

//! Fuzz targets. `cargo test` runs the seeds in `__fuzz__/*/corpus` and random bytes; with coverage:
//!
//! ```sh
//! cargo install cargo-bolero
//! cargo bolero test -p gridmerit-market-fuzz --profile release --rustc-bootstrap --sanitizer NONE market
//! ```

use codec::{Decode, Encode};
use gridmerit_market::{
	Book, Demand, Filling, Leg, Limits, MAX_PRICE, Offer, Outcome, PPM, PriceSearch, Rules, Side,
	Status, Sweep, assign, certificate, clear, verify, verify_transactions,
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
		let turn = self.number(1) as u32;
		let tou = self.up_to(MAX_PRICE);
		let (fit, fee) = (self.up_to(tou / 2), self.up_to(tou / 4));
		let alpha = PPM - self.number(3) as u32 % PPM;
		Some(Rules { limits: Limits::new(tou, fit, alpha, fee).ok()?, turn })
	}

	/// What is left, as rows of 12 bytes: side and step to the next node, quantity, ask or limit. A step of 128 is
	/// none: the node comes twice, and the book is refused. A limit of the feed-in tariff is written as two above the
	/// cap, as no limit is written as 0.
	fn orders(&mut self, limits: &Limits) -> (Vec<Demand>, Vec<Offer>) {
		let (mut demands, mut offers, mut node) = (Vec::new(), Vec::new(), 0_u32);
		while !self.0.is_empty() {
			let first = self.number(1) as u32;
			let quantity = self.number(5);
			// About the prices that there may be.
			let most = limits.cap() - limits.fit() + 2;
			let step = self.up_to(most);
			let ask = limits.fit() + step;
			node = node.saturating_add(((first >> 1) + 1) % 128);
			if first & 1 == 0 {
				let limit = (step > 0).then_some(if step == most { limits.fit() } else { ask });
				demands.push(Demand { node, quantity, limit });
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
		assert_eq!(assigned, outcome.clearing.traded);

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
				&mut clearing.firm,
				&mut clearing.supply,
				&mut clearing.traded,
				&mut clearing.margin.total,
				&mut clearing.margin.amount,
				&mut clearing.margin.level.level,
			];
			match field {
				0 => clearing.price = Some(by).filter(|&price| price != 0),
				1 => {
					use Status::*;
					let all = [Cleared, Scarcity, NoSupply, NoDemand, NoMatch];
					clearing.status = all[by as usize % 5];
				},
				2 => clearing.margin.side = [Side::Demand, Side::Supply][by as usize % 2],
				3 => {
					let number =
						[&mut clearing.margin.level.above, &mut clearing.margin.level.rest];
					let number = number.into_iter().nth(by as usize % 2).unwrap();
					*number = number.wrapping_add((by >> 1) as u32);
				},
				_ => {
					if let Some(number) = sums.into_iter().chain(fills).nth(field as usize - 4) {
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
	let rules = Rules { limits: Limits::new(200_000, 60_000, 900_000, 0).unwrap(), turn: u32::MAX };
	let few = [
		Demand { node: 1, quantity: 1 << 40, limit: None },
		Demand { node: 4, quantity: 1 << 40, limit: Some(90_000) },
	];
	let offers = [
		Offer { node: 2, capacity: 1 << 40, ask: 1 << 48 },
		Offer { node: 3, capacity: 1 << 40, ask: 90_000 },
		Offer { node: 5, capacity: 1 << 39, ask: 80_000 },
	];
	// More than are listed, at one limit.
	let limited = |node| Demand { node, quantity: 1 << 30, limit: Some(90_000) };
	let many: Vec<_> = (10..1_100).map(limited).collect();
	let pages = [Book::new(&few, &offers).unwrap(), Book::new(&many, &[]).unwrap()];

	// Real states, some of whose bytes are changed: of a first pass, of a later one, of one for the level.
	let mut searches = Vec::new();
	for count in [1, 2] {
		let mut search = PriceSearch::new(&rules);
		loop {
			pages[..count].iter().for_each(|&page| search.page(page).unwrap());
			searches.push(search.encode());
			if search.end_pass().unwrap().is_some() {
				break;
			}
		}
		searches.push(search.encode());
	}
	assert!(searches.len() > 5);
	let page = pages[0];
	let clearing = clear(page, &rules).clearing;
	let filling = Filling::new(&clearing, &rules).unwrap().encode();
	let sweep = Sweep::new(&clearing).encode();

	bolero::check!().with_iterations(20_000).for_each(|bytes: &[u8]| {
		let mut bytes = Bytes(bytes);
		let which = bytes.number(1) as usize % searches.len();
		let (mut search, mut filling, mut sweep) =
			(searches[which].clone(), filling.clone(), sweep.clone());
		while !bytes.0.is_empty() {
			let (place, byte) = (bytes.number(2) as usize, bytes.number(1) as u8);
			for state in [&mut search, &mut filling, &mut sweep] {
				let length = state.len();
				state[place % length] = byte;
			}
		}
		if let Ok(mut search) = PriceSearch::decode(&mut &search[..]) {
			// A real search takes ten passes at most.
			for _ in 0..12 {
				let _ = pages.iter().try_for_each(|&page| search.page(page));
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
