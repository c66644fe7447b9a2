// SPDX-License-Identifier: Apache-2.0

//! Clearing page by page, with its state stored and read back between any two steps.

use gridmerit_grid::{
	Bus, Feeder, GridError, GridOutcome, Line, Located, ZoneFilling, ZoneSearch, ZoneSweep, Zones,
	assign, clear,
};
use gridmerit_market::{Book, Demand, Leg, Limits, Offer, Rules, Side, StepError};
use proptest::{collection::vec, prelude::*};

use crate::cases::{Case, any_case};

/// The rows of a page.
#[derive(Clone, Debug, Default)]
pub struct Page {
	pub demands: Vec<Demand>,
	pub offers: Vec<Offer>,
	pub buyers: Vec<Bus>,
	pub sellers: Vec<Bus>,
}

impl Page {
	pub fn located(&self, feeder: &Feeder) -> Located<'_> {
		let book = Book::new(&self.demands, &self.offers).unwrap();
		Located::new(feeder, book, &self.buyers, &self.sellers).unwrap()
	}
}

/// Cuts a case at the nodes `cuts`.
pub fn pages(case: &Case, cuts: &[u32]) -> Vec<Page> {
	let mut bounds: Vec<u32> = cuts.iter().copied().chain([0, u32::MAX]).collect();
	bounds.sort_unstable();
	let page = |bound: &[u32]| {
		let within = |node: u32| bound[0] <= node && node < bound[1];
		let mut page = Page::default();
		let demands = case.market.demands.iter().zip(&case.buyers);
		for (row, bus) in demands.filter(|(row, _)| within(row.node)) {
			page.demands.push(*row);
			page.buyers.push(*bus);
		}
		let offers = case.market.offers.iter().zip(&case.sellers);
		for (row, bus) in offers.filter(|(row, _)| within(row.node)) {
			page.offers.push(*row);
			page.sellers.push(*bus);
		}
		page
	};
	bounds.windows(2).map(page).collect()
}

/// What happens between two steps: with the feature `scale` the state is stored and read back.
#[cfg(feature = "scale")]
pub fn interrupt<T: codec::Encode + codec::Decode + PartialEq + std::fmt::Debug>(state: &mut T) {
	let read = T::decode(&mut &state.encode()[..]).unwrap();
	assert_eq!(*state, read);
	*state = read;
}
#[cfg(not(feature = "scale"))]
pub fn interrupt<T>(_state: &mut T) {}

/// The zones, and in how many passes they were found.
pub fn search(feeder: &Feeder, pages: &[Page], rules: &Rules, stored: bool) -> (Zones, usize) {
	let mut search = ZoneSearch::new(feeder, &rules.limits);
	for passes in 1.. {
		for page in pages {
			search.page(feeder, page.located(feeder)).unwrap();
			if stored {
				interrupt(&mut search);
			}
		}
		if let Some(zones) = search.end_pass(feeder).unwrap() {
			assert_eq!(search.end_pass(feeder), Ok(Some(zones.clone())), "asked again");
			return (zones, passes);
		}
	}
	unreachable!()
}

pub fn fill(
	feeder: &Feeder,
	pages: &[Page],
	zones: &Zones,
	rules: &Rules,
	stored: bool,
) -> Result<GridOutcome, GridError> {
	let mut filling = ZoneFilling::new(feeder, zones, rules)?;
	let (mut bought, mut sold) = (Vec::new(), Vec::new());
	for page in pages {
		filling.page(feeder, page.located(feeder), &mut bought, &mut sold)?;
		if stored {
			interrupt(&mut filling);
		}
	}
	let flows = filling.finish(feeder)?;
	Ok(GridOutcome { zones: zones.zones().to_vec(), bought, sold, flows })
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(600))]

	#[test]
	fn steps_of_any_size_equal_the_one_shot_result(
		case in any_case(),
		cuts in prop_oneof![vec(0_u32..200, 0..8), Just((0..200).collect())],
	) {
		let (feeder, rules) = (case.feeder(), &case.market.rules);
		let pages = pages(&case, &cuts);
		let (zones, passes) = search(&feeder, &pages, rules, true);
		prop_assert_eq!(passes, 1);
		prop_assert_eq!(fill(&feeder, &pages, &zones, rules, true).unwrap(), case.clear());
	}

	/// A sweep that is stored between any two transactions gives the same.
	#[test]
	fn a_sweep_can_stop_anywhere(case in any_case()) {
		let feeder = case.feeder();
		let outcome = case.clear();
		let zones = case.zones(&outcome);
		let book = case.market.book();
		let sort = |legs: Vec<(Leg, Bus)>| -> (Vec<Leg>, Vec<u32>) {
			let zone = |bus: Bus| zones[usize::from(bus)];
			let of = |k| legs.iter().filter(move |(_, bus)| zone(*bus) == k);
			let legs_of = (0..outcome.zones.len()).flat_map(of).map(|(leg, _)| *leg);
			(legs_of.collect(), (0..outcome.zones.len()).map(|k| of(k).count() as u32).collect())
		};
		// With those of 0 Wh, too.
		let sellers = book.sellers(&outcome.sold).zip(case.sellers.iter().copied()).collect();
		let buyers = book.buyers(&outcome.bought).zip(case.buyers.iter().copied()).collect();
		let ((sellers, sold), (buyers, bought)) = (sort(sellers), sort(buyers));
		let counts: Vec<_> = sold.into_iter().zip(bought).collect();
		let mut sweep = ZoneSweep::new(&feeder, &outcome.zones, &counts).unwrap();
		let leg = |side, number: u32| match side {
			Side::Supply => sellers.get(number as usize).copied(),
			Side::Demand => buyers.get(number as usize).copied(),
		};
		let mut transactions = Vec::new();
		while let Some(transaction) = sweep.step(leg).unwrap() {
			transactions.push(transaction);
			interrupt(&mut sweep);
		}
		prop_assert_eq!(transactions, assign(&feeder, case.located(&feeder), &outcome).unwrap());
	}
}

fn rules() -> Rules {
	Rules { limits: Limits::new(200_000, 60_000, 900_000, 0).unwrap(), turn: 0 }
}

fn page(node: u32, quantity: u64, capacity: u64) -> Page {
	Page {
		demands: vec![Demand { node, quantity, limit: None }],
		offers: vec![Offer { node: node + 1, capacity, ask: 90_000 }],
		buyers: vec![0],
		sellers: vec![1],
	}
}

fn feeder() -> Feeder {
	Feeder::new(&[Line { parent: 0, import: 100, export: 100 }]).unwrap()
}

#[test]
fn pages_out_of_order_are_refused_and_change_nothing() {
	let (feeder, first, second) = (feeder(), page(1, 5, 3), page(3, 5, 9));
	let mut search = ZoneSearch::new(&feeder, &rules().limits);
	search.page(&feeder, second.located(&feeder)).unwrap();
	let before = search.clone();
	let error = Err(GridError::Step(StepError::PageOutOfOrder));
	assert_eq!(search.page(&feeder, first.located(&feeder)), error);
	assert_eq!(search.page(&feeder, second.located(&feeder)), error);
	assert_eq!(search, before);
}

#[test]
fn another_feeder_is_refused() {
	let (feeder, other) = (feeder(), Feeder::new(&[]).unwrap());
	let rules = rules();
	let page = page(1, 5, 3);
	let mut search = ZoneSearch::new(&feeder, &rules.limits);
	assert_eq!(search.page(&other, page.located(&feeder)), Err(GridError::OtherFeeder));
	search.page(&feeder, page.located(&feeder)).unwrap();
	assert_eq!(search.end_pass(&other), Err(GridError::OtherFeeder));
	let zones = search.end_pass(&feeder).unwrap().unwrap();
	assert_eq!(ZoneFilling::new(&other, &zones, &rules).err(), Some(GridError::OtherFeeder));
	let outcome = clear(&feeder, page.located(&feeder), &rules).unwrap();
	let legs = vec![(0, 0); outcome.zones.len() + 1];
	assert_eq!(ZoneSweep::new(&feeder, &outcome.zones, &legs).err(), Some(GridError::OtherFeeder));
}

#[test]
fn orders_that_change_before_they_are_filled_are_noticed() {
	let (feeder, rules) = (feeder(), rules());
	let pages = [page(1, 5, 3), page(3, 5, 9)];
	let (zones, _) = search(&feeder, &pages, &rules, true);
	assert!(fill(&feeder, &pages, &zones, &rules, true).is_ok());
	let changed = Err(GridError::Step(StepError::BookChanged));
	let others = [
		vec![page(1, 5, 3)],
		vec![page(1, 5, 3), page(3, 5, 8)],
		vec![page(1, 6, 3), page(3, 5, 9)],
		vec![page(1, 6, 3), page(3, 4, 10)],
	];
	for other in &others[..3] {
		assert_eq!(fill(&feeder, other, &zones, &rules, true), changed);
	}
	assert_eq!(fill(&feeder, &others[3], &zones, &rules, true), changed);
}

#[test]
fn legs_that_are_not_what_was_traded_are_noticed() {
	let (feeder, rules) = (feeder(), rules());
	let page = page(1, 5, 9);
	let outcome = clear(&feeder, page.located(&feeder), &rules).unwrap();
	assert_eq!(outcome.zones.len(), 1);
	let swept = |sold: u64, bought: u64| {
		let mut sweep = ZoneSweep::new(&feeder, &outcome.zones, &[(1, 1)]).unwrap();
		let leg = |side, number| {
			let energy = if side == Side::Supply { sold } else { bought };
			(number == 0).then_some(Leg { node: number, energy })
		};
		let mut count = 0;
		while sweep.step(leg)?.is_some() {
			count += 1;
		}
		Ok(count)
	};
	assert_eq!(swept(5, 5), Ok(1));
	assert_eq!(swept(5, 4), Err(StepError::Uneven));
	assert_eq!(swept(4, 5), Err(StepError::Uneven));
	let mut sweep = ZoneSweep::new(&feeder, &outcome.zones, &[(2, 1)]).unwrap();
	let one = |_, number| (number == 0).then_some(Leg { node: 1, energy: 5 });
	assert!(sweep.step(one).unwrap().is_some());
	assert_eq!(sweep.step(one), Err(StepError::Uneven), "a leg is missing");
}
