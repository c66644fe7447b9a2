// SPDX-License-Identifier: Apache-2.0

//! Clearing page by page, with its state stored and read back between any two steps.

use gridmerit_market::{
	Book, Clearing, Demand, Filling, Leg, MAX_ORDERS, Offer, Outcome, PriceSearch, Rules, Step,
	StepError, Sweep, Transaction, Violation, assign, clear,
};
use proptest::{collection::vec, prelude::*};

use crate::strategies::{HUGE, Market, any_market, market};

/// The rows of a page.
type Page = (Vec<Demand>, Vec<Offer>);

fn book((demands, offers): &Page) -> Book<'_> {
	Book::new(demands, offers).unwrap()
}

/// Cuts a market at the nodes `cuts` and, beyond the last of them, every `size` nodes.
fn pages(market: &Market, cuts: &[u32]) -> Vec<Page> {
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
	assert!(stored.len() <= T::max_encoded_len() && T::max_encoded_len() < 16 * 1024);
	let read = T::decode(&mut &stored[..]).unwrap();
	assert_eq!(*state, read);
	*state = read;
}
#[cfg(not(feature = "scale"))]
fn interrupt<T>(_state: &mut T) {}

fn search(pages: &[Page], rules: &Rules) -> (Clearing, usize) {
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

fn fill(pages: &[Page], clearing: Clearing, rules: &Rules) -> Outcome {
	let mut filling = Filling::new(&clearing, rules).unwrap();
	let (mut bought, mut sold) = (Vec::new(), Vec::new());
	for page in pages {
		filling.page(book(page), &mut bought, &mut sold).unwrap();
		interrupt(&mut filling);
	}
	filling.finish().unwrap();
	Outcome { clearing, bought, sold }
}

/// Assigns with legs in pages of `size`; each time a side runs dry, only its next page is supplied, and
/// where the sweep stands on either side is known from its state alone.
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
		match sweep.step(&mut from, &mut to) {
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
		prop_assert!(passes <= 5);
		prop_assert_eq!(fill(&pages, clearing, &market.rules), expected.clone());
		let transactions: Vec<_> = assign(market.book(), &expected).collect();
		prop_assert_eq!(sweep(&market, &expected, size), transactions);
	}

	/// A page lost, doubled, moved or changed between two passes is noticed.
	#[test]
	fn other_pages_in_a_later_pass_are_noticed(
		market in market(HUGE),
		cuts in vec(0_u32..60, 1..4),
		pick in any::<prop::sample::Index>(),
	) {
		let pages = pages(&market, &cuts);
		let energy = |page: &Page| -> u64 {
			page.0.iter().map(|row| row.quantity).sum::<u64>()
				+ page.1.iter().map(|row| row.capacity).sum::<u64>()
		};
		let rules = &market.rules;
		let clearing = clear(market.book(), rules).clearing;
		let lost = pick.index(pages.len());
		let mut others = pages.clone();
		others.remove(lost);

		let filled = |pages: &[Page]| -> Result<(), StepError> {
			let mut filling = Filling::new(&clearing, rules).unwrap();
			let (mut bought, mut sold) = (Vec::new(), Vec::new());
			for page in pages {
				let before = (filling.clone(), bought.clone(), sold.clone());
				filling.page(book(page), &mut bought, &mut sold).inspect_err(|_| {
					assert_eq!(before, (filling.clone(), bought.clone(), sold.clone()));
				})?;
			}
			filling.finish()
		};
		prop_assert_eq!(filled(&pages), Ok(()));
		let counted = energy(&pages[lost]) > 0
			&& pages[lost].1.iter().all(|offer| clearing.price.is_some_and(|price| offer.ask < price)
				&& rules.limits.check(offer.capacity, offer.ask).is_ok());
		if counted {
			prop_assert_eq!(filled(&others), Err(StepError::BookChanged));
		}
		let mut doubled = pages.clone();
		doubled.insert(lost, pages[lost].clone());
		if !(pages[lost].0.is_empty() && pages[lost].1.is_empty()) {
			prop_assert_eq!(filled(&doubled), Err(StepError::PageOutOfOrder));
		}
	}
}

fn one_offer(node: u32, capacity: u64, ask: u64) -> Page {
	(vec![], vec![Offer { node, capacity, ask }])
}

fn rules() -> Rules {
	Rules {
		limits: gridmerit_market::Limits::new(200_000, 60_000, 900_000, 0).unwrap(),
		scarcity: Default::default(),
		dispatch: Default::default(),
	}
}

#[test]
fn a_search_refuses_pages_out_of_order_and_a_second_pass_over_other_orders() {
	let demand = (vec![Demand { node: 1, quantity: 5 }], vec![]);
	let mut search = PriceSearch::new(&rules());
	search.page(book(&demand)).unwrap();
	search.page(book(&one_offer(9, 4, 90_000))).unwrap();
	let before = search.clone();
	assert_eq!(search.page(book(&one_offer(9, 4, 90_000))), Err(StepError::PageOutOfOrder));
	assert_eq!(search.page(book(&one_offer(8, 4, 90_000))), Err(StepError::PageOutOfOrder));
	assert_eq!(search, before);
	search.page(book(&one_offer(10, 4, 90_001))).unwrap();
	assert_eq!(search.end_pass(), Ok(None));

	// Second pass: an order is missing; then it has changed; then all is as it was.
	search.page(book(&demand)).unwrap();
	search.page(book(&one_offer(9, 4, 90_000))).unwrap();
	assert_eq!(search.end_pass(), Err(StepError::BookChanged));
	search.page(book(&one_offer(10, 3, 90_001))).unwrap();
	assert_eq!(search.end_pass(), Err(StepError::BookChanged));
	let mut search = before;
	search.page(book(&one_offer(10, 4, 90_001))).unwrap();
	assert_eq!(search.end_pass(), Ok(None));
	for page in [demand, one_offer(9, 4, 90_000), one_offer(10, 4, 90_001)] {
		search.page(book(&page)).unwrap();
	}
	assert_eq!(search.end_pass().unwrap().unwrap().price, Some(90_001));
}

#[test]
fn pages_hold_no_more_orders_than_a_book() {
	let row = |node| Demand { node, quantity: 1 };
	let many: Vec<_> = (0..=MAX_ORDERS as u32).map(row).collect();
	let mut search = PriceSearch::new(&rules());
	search.page(Book::new(&many[..MAX_ORDERS], &[]).unwrap()).unwrap();
	let one_more = Book::new(&many[MAX_ORDERS..], &[]).unwrap();
	assert_eq!(search.page(one_more), Err(StepError::TooManyOrders));
}

#[test]
fn a_clearing_that_contradicts_itself_fills_nothing() {
	let offers = [Offer { node: 1, capacity: 5, ask: 90_000 }];
	let demands = [Demand { node: 2, quantity: 3 }];
	let sound = clear(Book::new(&demands, &offers).unwrap(), &rules()).clearing;
	assert!(Filling::new(&sound, &rules()).is_ok());
	let changed = Clearing { inframarginal: 4, ..sound };
	assert_eq!(Filling::new(&changed, &rules()).err(), Some(Violation::Totals));
	let changed = Clearing { price: Some(180_000), ..sound };
	assert_eq!(Filling::new(&changed, &rules()).err(), Some(Violation::Price));
	let changed = Clearing { demand: u64::MAX, ..sound };
	assert_eq!(Filling::new(&changed, &rules()).err(), Some(Violation::BeyondBound));
}

#[test]
fn a_sweep_notices_energy_that_is_left_over() {
	let leg = |node, energy| [Leg { node, energy }].into_iter();
	let clearing = clear(Book::new(&[], &[]).unwrap(), &rules()).clearing;
	for (sold, bought, ending) in
		[(5, 5, Ok(())), (5, 4, Err(StepError::Uneven)), (4, 5, Err(StepError::Uneven))]
	{
		let mut sweep = Sweep::new(&clearing);
		let (mut sellers, mut buyers) = (leg(1, sold), leg(2, bought));
		while let Step::Transaction(_) = sweep.step(&mut sellers, &mut buyers) {}
		assert_eq!(sweep.finish(), ending);
	}
}

/// Two passes for real tariffs, five at most.
#[test]
fn a_search_takes_few_passes() {
	let passes = |tou, orders: &[(u64, u64)]| {
		let rules = Rules {
			limits: gridmerit_market::Limits::new(tou, 0, 1_000_000, 0).unwrap(),
			..rules()
		};
		let mut page: Page = (vec![Demand { node: 0, quantity: 1 }], vec![]);
		for (node, &(capacity, ask)) in (1..).zip(orders) {
			page.1.push(Offer { node, capacity, ask });
		}
		search(&[page], &rules).1
	};
	assert_eq!(passes(1_000, &[(1, 5)]), 1);
	assert_eq!(passes(1_025, &[(1, 5)]), 1);
	assert_eq!(passes(1_026, &[(1, 5)]), 2);
	assert_eq!(passes(200_000, &[(1, 150_000)]), 2);
	assert_eq!(passes(1 << 20, &[(1, (1 << 20) - 1)]), 2);
	assert_eq!(passes(1 << 48, &[(1, (1 << 48) - 1)]), 5);
	// Scarcity is known after the first.
	assert_eq!(passes(1 << 48, &[]), 1);
}
