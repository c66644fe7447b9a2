// SPDX-License-Identifier: Apache-2.0

//! Clearing page by page, with its state stored and read back between any two steps.

use gridmerit_market::{
	Book, Clearing, Demand, Filling, Leg, Level, MAX_ORDERS, Margin, Offer, Outcome, PriceSearch,
	Rules, Status, Step, StepError, Sweep, Transaction, Violation, assign, clear,
};
use proptest::{collection::vec, prelude::*};

use crate::strategies::{Market, any_market};

/// The rows of a page.
pub type Page = (Vec<Demand>, Vec<Offer>);

fn book((demands, offers): &Page) -> Book<'_> {
	Book::new(demands, offers).unwrap()
}

/// Cuts a market at the nodes `cuts` and, beyond the last of them, every `size` nodes.
pub fn pages(market: &Market, cuts: &[u32]) -> Vec<Page> {
	let mut bounds: Vec<u32> = cuts.iter().copied().chain([0, u32::MAX]).collect();
	bounds.sort_unstable();
	bounds
		.windows(2)
		.map(|bound| {
			let within = |node: u32| bound[0] <= node && node < bound[1];
			(
				market.demands.iter().copied().filter(|demand| within(demand.node)).collect(),
				market.offers.iter().copied().filter(|offer| within(offer.node)).collect(),
			)
		})
		.collect()
}

/// What happens between two steps: with the feature `scale` the state is stored and read back.
#[cfg(feature = "scale")]
fn interrupt<
	T: codec::Encode + codec::Decode + codec::MaxEncodedLen + PartialEq + std::fmt::Debug,
>(
	state: &mut T,
) {
	let stored = state.encode();
	assert!(stored.len() <= T::max_encoded_len() && T::max_encoded_len() < 21 * 1024);
	let read = T::decode(&mut &stored[..]).unwrap();
	assert_eq!(*state, read);
	*state = read;
}
#[cfg(not(feature = "scale"))]
fn interrupt<T>(_state: &mut T) {}

pub fn search(pages: &[Page], rules: &Rules) -> (Clearing, usize) {
	let mut search = PriceSearch::new(rules);
	for passes in 1.. {
		for page in pages {
			search.page(book(page)).unwrap();
			interrupt(&mut search);
		}
		if let Some(mut clearing) = search.end_pass().unwrap() {
			assert_eq!(search.end_pass(), Ok(Some(clearing)), "asked again");
			interrupt(&mut clearing);
			return (clearing, passes);
		}
		interrupt(&mut search);
	}
	unreachable!()
}

pub fn fill(pages: &[Page], clearing: Clearing, rules: &Rules) -> Outcome {
	let mut filling = Filling::new(&clearing, rules).unwrap();
	let (mut bought, mut sold) = (Vec::new(), Vec::new());
	for page in pages {
		filling.page(book(page), &mut bought, &mut sold).unwrap();
		interrupt(&mut filling);
	}
	filling.finish().unwrap();
	Outcome { clearing, bought, sold }
}

/// Assigns with legs in pages of `size`. Beside the sweep only a page number for either side is kept; where
/// in the page to go on, the sweep says.
fn sweep(market: &Market, outcome: &Outcome, size: usize) -> Vec<Transaction> {
	let legs = |legs: &mut dyn Iterator<Item = Leg>| -> Vec<Vec<Leg>> {
		legs.collect::<Vec<_>>().chunks(size).map(<[Leg]>::to_vec).collect()
	};
	let sellers = legs(&mut market.book().sellers(&outcome.sold));
	let buyers = legs(&mut market.book().buyers(&outcome.bought));
	let (mut seller_page, mut buyer_page) = (0, 0);
	let after = |leg: Option<Leg>| move |row: &Leg| leg.is_none_or(|leg| row.node > leg.node);
	let mut sweep = Sweep::new(&outcome.clearing);
	let mut transactions = Vec::new();
	loop {
		let page = |pages: &[Vec<Leg>], page: usize| pages.get(page).cloned().unwrap_or_default();
		let (seller, buyer) = (sweep.seller(), sweep.buyer());
		let mut from = page(&sellers, seller_page).into_iter().filter(after(seller));
		let mut to = page(&buyers, buyer_page).into_iter().filter(after(buyer));
		match sweep.step(&mut from, &mut to).unwrap() {
			Step::Transaction(transaction) => transactions.push(transaction),
			Step::Sellers if seller_page < sellers.len() => seller_page += 1,
			Step::Buyers if buyer_page < buyers.len() => buyer_page += 1,
			Step::Sellers | Step::Buyers => break,
		}
		interrupt(&mut sweep);
	}
	assert_eq!(sweep.finish(), Ok(()));
	transactions
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(1_000))]

	#[test]
	fn steps_of_any_size_equal_the_one_shot_result(
		market in any_market(),
		cuts in prop_oneof![vec(0_u32..200, 0..8), Just((0..200).collect())],
		size in 1_usize..9,
	) {
		let pages = pages(&market, &cuts);
		let expected = clear(market.book(), &market.rules);
		let (clearing, passes) = search(&pages, &market.rules);
		// So few orders are listed, unless the demand without a limit is scarce.
		let scarce = clearing.status == Status::Scarcity && clearing.margin.level.above > 0;
		prop_assert!(passes == 1 || passes == 2 && scarce);
		prop_assert_eq!(fill(&pages, clearing, &market.rules), expected.clone());
		let transactions: Vec<_> = assign(market.book(), &expected).collect();
		prop_assert_eq!(sweep(&market, &expected, size), transactions);
	}
}

fn one_offer(node: u32, capacity: u64, ask: u64) -> Page {
	(vec![], vec![Offer { node, capacity, ask }])
}

fn rules() -> Rules {
	Rules { limits: gridmerit_market::Limits::new(200_000, 60_000, 900_000, 0).unwrap(), turn: 0 }
}

fn firm(node: u32, quantity: u64) -> Demand {
	Demand { node, quantity, limit: None }
}

/// Nodes 1 to 5 in four pages; the price is 90,001, found in two passes if the pages are followed by many orders.
fn example() -> [Page; 4] {
	[
		(vec![firm(1, 9)], vec![]),
		one_offer(2, 4, 80_000),
		(
			vec![firm(3, 1), Demand { node: 6, quantity: 3, limit: Some(85_000) }],
			vec![Offer { node: 4, capacity: 8, ask: 90_001 }],
		),
		one_offer(7, 7, 170_000),
	]
}

/// `example` and so many dear offers that the search must count in bins.
fn long_example() -> Vec<Page> {
	let dear = (0..1_100).map(|k| Offer { node: 10 + k, capacity: 1, ask: 100_000 + u64::from(k) });
	[&example()[..], &[(vec![], dear.collect())]].concat()
}

/// `example` with other pages instead, and what becomes of them in a later pass.
fn others(example: &[Page]) -> Vec<(&'static str, Vec<Page>, StepError)> {
	let with = |change: &dyn Fn(&mut Vec<Page>)| {
		let mut pages = example.to_vec();
		change(&mut pages);
		pages
	};
	let mut all = vec![
		("moved", with(&|pages| pages.swap(1, 2)), StepError::PageOutOfOrder),
		("less", with(&|pages| pages[2].1[0].capacity -= 1), StepError::BookChanged),
		("more", with(&|pages| pages[2].1[0].capacity += 1), StepError::BookChanged),
		("dearer", with(&|pages| pages[2].1[0].ask += 1_000), StepError::BookChanged),
	];
	for page in 0..4 {
		all.push((
			"doubled",
			with(&|pages| pages.insert(page, pages[page].clone())),
			StepError::PageOutOfOrder,
		));
	}
	all
}

#[test]
fn a_second_pass_over_other_pages_is_noticed() {
	let pages = long_example();
	let mut first = PriceSearch::new(&rules());
	pages.iter().for_each(|page| first.page(book(page)).unwrap());
	assert_eq!(first.end_pass(), Ok(None));

	let second = |pages: &[Page]| -> Result<Option<Clearing>, StepError> {
		let mut search = first.clone();
		for page in pages {
			let before = search.clone();
			search.page(book(page)).inspect_err(|_| assert_eq!(search, before))?;
		}
		let before = search.clone();
		search.end_pass().inspect_err(|_| assert_eq!(search, before))
	};
	let clearing = second(&pages).unwrap().unwrap();
	assert_eq!(clearing.price, Some(90_001));
	for (change, pages, error) in others(&pages) {
		assert_eq!(second(&pages), Err(error), "{change}");
	}
	// Whatever page is lost, demand or offers, in the bin or not: their number tells.
	for lost in 0..5 {
		let mut rest = pages.to_vec();
		rest.remove(lost);
		assert_eq!(second(&rest), Err(StepError::BookChanged), "{lost}");
	}
}

#[test]
fn a_filling_of_other_pages_is_noticed() {
	let pages = example();
	let (clearing, _) = search(&pages, &rules());
	let filled = |pages: &[Page]| -> Result<Vec<u64>, StepError> {
		let mut filling = Filling::new(&clearing, &rules()).unwrap();
		let (mut bought, mut sold) = (Vec::new(), Vec::new());
		for page in pages {
			let before = (filling.clone(), bought.clone(), sold.clone());
			filling.page(book(page), &mut bought, &mut sold).inspect_err(|_| {
				assert_eq!(before, (filling.clone(), bought.clone(), sold.clone()));
			})?;
		}
		filling.finish()?;
		Ok(sold)
	};
	assert_eq!(filled(&pages), Ok(vec![4, 6, 0]));
	for (change, pages, error) in others(&pages) {
		assert_eq!(filled(&pages), Err(error), "{change}");
	}
	// More of anything is refused with the page, less at the end.
	for (page, by) in [(0, 1), (0, -1), (1, 1), (1, -1), (2, 1), (2, -1_i64)] {
		let mut changed = pages.to_vec();
		match &mut changed[page] {
			(demands, offers) if offers.is_empty() => {
				demands[0].quantity = demands[0].quantity.wrapping_add_signed(by);
			},
			(_, offers) => offers[0].capacity = offers[0].capacity.wrapping_add_signed(by),
		}
		assert_eq!(filled(&changed), Err(StepError::BookChanged), "{page} {by}");
	}
	for lost in 0..3 {
		let mut rest = pages.to_vec();
		rest.remove(lost);
		assert_eq!(filled(&rest), Err(StepError::BookChanged), "{lost}");
	}
}

#[test]
fn pages_hold_no_more_orders_than_a_book() {
	let most = MAX_ORDERS as u32;
	let demands: Vec<_> = (0..=most).map(|node| firm(node, 0)).collect();
	let offers: Vec<_> = (0..=most).map(|node| Offer { node, capacity: 0, ask: 0 }).collect();
	let sides = [
		(Book::new(&demands[..MAX_ORDERS], &[]), Book::new(&demands[MAX_ORDERS..], &[])),
		(Book::new(&[], &offers[..MAX_ORDERS]), Book::new(&[], &offers[MAX_ORDERS..])),
	];
	for (full, one_more) in sides.map(|(full, more)| (full.unwrap(), more.unwrap())) {
		let mut search = PriceSearch::new(&rules());
		search.page(full).unwrap();
		assert_eq!(search.page(one_more), Err(StepError::TooManyOrders));
		let clearing = search.end_pass().unwrap().unwrap();
		let mut filling = Filling::new(&clearing, &rules()).unwrap();
		let (mut bought, mut sold) = (Vec::new(), Vec::new());
		filling.page(full, &mut bought, &mut sold).unwrap();
		assert_eq!(filling.page(one_more, &mut bought, &mut sold), Err(StepError::TooManyOrders));
		assert_eq!(bought.len() + sold.len(), MAX_ORDERS);
	}
}

#[test]
fn a_clearing_that_contradicts_itself_fills_nothing() {
	let offers = [Offer { node: 1, capacity: 5, ask: 90_000 }];
	let demands = [firm(2, 3)];
	let sound = clear(Book::new(&demands, &offers).unwrap(), &rules()).clearing;
	assert!(Filling::new(&sound, &rules()).is_ok());
	let changed = Clearing { traded: 4, ..sound };
	assert_eq!(Filling::new(&changed, &rules()).err(), Some(Violation::Totals));
	let changed = Clearing { price: Some(180_000), ..sound };
	assert_eq!(Filling::new(&changed, &rules()).err(), Some(Violation::Price));
	let changed = Clearing { demand: u64::MAX, ..sound };
	assert_eq!(Filling::new(&changed, &rules()).err(), Some(Violation::BeyondBound));
	let level = Level { level: 4, above: 1, rest: 0 };
	let changed = Clearing { margin: Margin { level, ..sound.margin }, ..sound };
	assert_eq!(Filling::new(&changed, &rules()).err(), Some(Violation::Level));
}

#[test]
fn a_sweep_of_other_legs_is_noticed() {
	// 8 Wh are traded: of nodes 1 and 2, by nodes 3 and 4.
	let demands = [firm(3, 5), firm(4, 3)];
	let offers =
		[Offer { node: 1, capacity: 5, ask: 90_000 }, Offer { node: 2, capacity: 3, ask: 90_000 }];
	let clearing = clear(Book::new(&demands, &offers).unwrap(), &rules()).clearing;
	let swept = |sellers: &[(u32, u64)], buyers: &[(u32, u64)]| -> Result<usize, StepError> {
		let legs = |legs: &[(u32, u64)]| -> Vec<Leg> {
			legs.iter().map(|&(node, energy)| Leg { node, energy }).collect()
		};
		let (mut sellers, mut buyers) = (legs(sellers).into_iter(), legs(buyers).into_iter());
		let mut sweep = Sweep::new(&clearing);
		let mut transactions = 0;
		while let Step::Transaction(_) = sweep.step(&mut sellers, &mut buyers)? {
			transactions += 1;
		}
		sweep.finish().map(|()| transactions)
	};
	let (sold, bought) = ([(1, 5), (2, 3)], [(3, 5), (4, 3)]);
	assert_eq!(swept(&sold, &bought), Ok(2));
	assert_eq!(swept(&[(1, 8)], &bought), Ok(2));
	// A leg is missing, on either side or on both.
	assert_eq!(swept(&sold[..1], &bought), Err(StepError::Uneven));
	assert_eq!(swept(&sold, &bought[1..]), Err(StepError::Uneven));
	assert_eq!(swept(&sold[..1], &bought[..1]), Err(StepError::Uneven));
	assert_eq!(swept(&[], &[]), Err(StepError::Uneven));
	// There is more than was traded.
	assert_eq!(swept(&[(1, 5), (2, 4)], &bought), Err(StepError::Uneven));
	assert_eq!(swept(&[(1, 5), (2, 4)], &[(3, 5), (4, 4)]), Err(StepError::Uneven));
	// A leg comes twice, or too late.
	assert_eq!(swept(&[(1, 4), (1, 4)], &bought), Err(StepError::PageOutOfOrder));
	assert_eq!(swept(&sold, &[(4, 3), (3, 5)]), Err(StepError::PageOutOfOrder));
}
