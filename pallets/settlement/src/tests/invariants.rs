// SPDX-License-Identifier: Apache-2.0

//! Whole markets: posted, cleared, delivered or not, settled in any order, not at all, late or anew, while
//! everybody withdraws what is free as soon as it is.

use std::collections::BTreeMap;

use super::*;
use gridmerit_energy::Order;
use gridmerit_market::{Book, Demand, Limits, Offer, Rules, assign, clear, verify};
use gridmerit_pallet_support::testing::TestConduct;
use proptest::{collection::vec, prelude::*, sample::Index};

/// The intervals of a market.
const OPEN: [Interval; 2] = [INTERVAL, INTERVAL + 1];
/// The first node that trades.
const FIRST: NodeIndex = 2;

fn signed(amount: impl TryInto<i128, Error: core::fmt::Debug>) -> i128 {
	amount.try_into().unwrap()
}

/// A part of `low..=high`.
fn between(low: u64, high: u64, fraction: f64) -> u64 {
	low + ((high - low) as f64 * fraction).round() as u64
}

/// Tariffs that a market may have, small numbers for many coincidences.
fn tariff() -> impl Strategy<Value = (Tariff, Limits)> {
	let alpha = prop_oneof![Just(1_000_000), Just(900_000), 600_000..=1_000_000_u32];
	let parts = (0.0..0.33, 0.0..=0.25, 0.0..=1.0);
	(8_u64..60, alpha, 0_u64..20, parts).prop_filter_map(
		"no room",
		|(tou, alpha_ppm, above, (fit, fee, surplus))| {
			let (fit, fee) = (between(0, tou, fit), between(0, tou, fee));
			let (shortfall, surplus) = (tou + above, between(0, fit, surplus));
			let tariff = Tariff { tou, fit, alpha_ppm, fee, shortfall, surplus, curtailed: 0 };
			Some((tariff, tariff.limits().ok()?))
		},
	)
}

/// What a node does in a round.
#[derive(Clone, Debug)]
enum Wish {
	Nothing,
	Cancel(usize),
	/// The last is the limit, as a part of what is possible; none: at any price.
	Buy(usize, Wh, Option<f64>),
	/// The last is the ask, as a part of what is possible.
	Sell(usize, Wh, f64),
}

fn wish() -> impl Strategy<Value = Wish> {
	let interval = 0..OPEN.len();
	prop_oneof![
		1 => Just(Wish::Nothing),
		1 => interval.clone().prop_map(Wish::Cancel),
		3 => (interval.clone(), 1_u64..40, proptest::option::of(0.0..=1.0))
			.prop_map(|(interval, energy, limit)| Wish::Buy(interval, energy, limit)),
		3 => (interval, 1_u64..40, 0.0..=1.0)
			.prop_map(|(interval, energy, ask)| Wish::Sell(interval, energy, ask)),
	]
}

/// What a meter sees: nothing at all, what was agreed, the worst, or anything.
fn reading() -> impl Strategy<Value = Option<Metered>> {
	prop_oneof![
		2 => Just(Some(metered(0, 0))),
		2 => Just(None),
		1 => Just(Some(metered(1_000, 0))),
		1 => Just(Some(metered(0, 1_000))),
		2 => (0_u64..100, 0_u64..100).prop_map(|(import, export)| Some(metered(import, export))),
	]
}

/// A market and, beside it, what every node should have by now.
struct Model {
	limits: Limits,
	grid: NodeIndex,
	nodes: core::ops::Range<NodeIndex>,
	orders: BTreeMap<(Interval, NodeIndex), Order>,
	/// Credit and claims, less debts.
	worth: BTreeMap<NodeIndex, i128>,
	/// Revenue less cost of what is settled: what the credits are ahead of the pot.
	ahead: i128,
	/// By what intervals are settled, and what of it counts.
	settled: BTreeMap<(Interval, NodeIndex), (Basis, Metered)>,
}

impl Model {
	fn new(tariff: Tariff, limits: Limits, grid: NodeIndex, traders: u32) -> Self {
		for interval in OPEN {
			Market::set_terms(interval, tariff, grid);
		}
		Market::set_now(Market::start(INTERVAL) - 1);
		let nodes = UTILITY..FIRST + traders;
		let (orders, worth, settled) = Default::default();
		Self { limits, grid, nodes, orders, worth, ahead: 0, settled }
	}

	fn traders(&self) -> core::ops::Range<NodeIndex> {
		FIRST..self.nodes.end
	}

	fn gain(&mut self, node: NodeIndex, amount: i128) {
		*self.worth.entry(node).or_default() += amount;
	}

	/// Locks as posting and cancelling do; what it draws is the node's.
	fn lock(&mut self, interval: Interval, node: NodeIndex, lock: Option<Planck>) -> bool {
		let before = balance(node);
		let locked = Ledger::lock(node, &account_of(node), &[(interval, lock)]);
		if locked.is_ok() && lock.is_some() {
			// It stays in the book, whatever of it trades.
			expired_order(interval, node);
		}
		if let Err(error) = locked {
			assert_eq!(error, Error::<Test>::InsufficientFunds.into());
		}
		self.gain(node, signed(before - balance(node)));
		locked.is_ok()
	}

	/// As `pallet-forward-market` does it.
	fn post(&mut self, interval: Interval, node: NodeIndex, wish: &Wish) {
		let tariff = Market::terms(interval).unwrap().tariff;
		let position = Market::position(interval, node);
		let (order, against) = match *wish {
			Wish::Nothing => return,
			Wish::Cancel(_) => {
				let locks = Ledger::locks(node);
				if locks.iter().any(|(other, _)| *other == interval) {
					let traded = position != Position::default();
					let lock = traded.then(|| position.exposure(&tariff));
					assert!(self.lock(interval, node, lock), "cancelling needs no money");
					self.orders.remove(&(interval, node));
				}
				return;
			},
			Wish::Buy(_, quantity, limit) => {
				let (cheapest, cap) = (self.limits.cheapest_ask(), self.limits.cap());
				let limit = limit.map(|part| between(cheapest, cap, part));
				(Order::Demand { quantity, limit }, position.short())
			},
			Wish::Sell(_, capacity, ask) => {
				let ask = between(self.limits.cheapest_ask(), self.limits.dearest_ask(), ask);
				(Order::Offer { capacity, ask }, position.long())
			},
		};
		let quantity = order.quantity();
		if Ledger::in_arrears(node) && quantity > against {
			return;
		}
		let lock = position.lock(Some(order), &tariff, &self.limits).unwrap();
		let posted = self.lock(interval, node, Some(lock));
		if posted {
			self.orders.insert((interval, node), order);
		}
		let buys_back = matches!(order, Order::Demand { .. }) && quantity <= against;
		assert!(posted || !buys_back, "buying back needs no money");
	}

	/// Clears an interval's book; what is not filled stays.
	fn clear(&mut self, interval: Interval) {
		let (mut demands, mut offers) = (Vec::new(), Vec::new());
		for (&(of, node), order) in &self.orders {
			match *order {
				_ if of != interval => {},
				Order::Demand { quantity, limit } => {
					demands.push(Demand { node, quantity, limit });
				},
				Order::Offer { capacity, ask } => offers.push(Offer { node, capacity, ask }),
			}
		}
		let rules = Rules { limits: self.limits, turn: interval };
		let book = Book::new(&demands, &offers).unwrap();
		let outcome = clear(book, &rules);
		verify(book, &rules, &outcome).unwrap();
		for trade in assign(book, &outcome) {
			let position = |node| Market::position(interval, node);
			let sold = position(trade.seller).sell(trade.energy, trade.price).unwrap();
			Market::set_position(interval, trade.seller, sold);
			let bought = position(trade.buyer).buy(trade.energy, trade.price).unwrap();
			Market::set_position(interval, trade.buyer, bought);
			for node in [trade.seller, trade.buyer] {
				let order = self.orders.remove(&(interval, node)).unwrap();
				if let Some(rest) = order.rest(trade.energy) {
					self.orders.insert((interval, node), rest);
				}
			}
		}
	}

	/// Settles and books what should come of it.
	fn settle(&mut self, interval: Interval, node: NodeIndex, seen: Option<Metered>) {
		let position = Market::position(interval, node);
		let seen = seen.unwrap_or(metered(position.long(), position.short()));
		let row = SettledPages::<Test>::get(interval, 0).get(node).map_or(0, |row| row.held);
		let (_, _, owed, claimed) = money(node);
		let before = worth(node);
		let invoice = settle(interval, node, seen);
		assert_eq!(self.book(interval, node, Basis::Reading, seen), invoice);
		// In full and at once, but what the node or the utility trade with each other. What the node has
		// paid provisionally it gets back whatever the utility has withdrawn.
		let (_, _, owes, claims) = money(node);
		let back = worth(node) - before;
		let sold = signed(invoice.imbalance.revenue());
		let waits = if row > 0 { (back - signed(row)).max(0) } else { sold.max(back) };
		assert!(signed(claims) - signed(claimed) <= waits);
		assert!(signed(owes) - signed(owed) <= (-back).max(signed(invoice.imbalance.cost())));
		self.check();
	}

	/// Books what should come of it: trades, imbalance and fee, whatever others do. If it was settled before,
	/// the imbalance alone.
	fn book(
		&mut self,
		interval: Interval,
		node: NodeIndex,
		basis: Basis,
		seen: Metered,
	) -> Invoice {
		let tariff = Market::terms(interval).unwrap().tariff;
		let limits = Market::by_index(node).unwrap().limits;
		let position = Market::position(interval, node);
		let most = limits.generation.max(position.short());
		let counts = metered(seen.import, seen.export.min(most));
		let above = seen.import > limits.consumption || seen.export > most;
		// What comes of the imbalance, and what of that the utility and the reserve get.
		let traded = |basis: Basis, seen| {
			let imbalance = position.imbalance(seen, None, &tariff);
			let (cost, revenue) = (signed(imbalance.cost()), signed(imbalance.revenue()));
			match basis {
				Basis::Silence | Basis::Revoked => (revenue - cost, -revenue, cost),
				Basis::Reading | Basis::Spare | Basis::Unmetered => {
					(revenue - cost, cost - revenue, 0)
				},
			}
		};
		let neighbours = signed(position.revenue) - signed(position.cost);
		// For the energy that flows.
		let fee = signed(position.bought.saturating_sub(position.sold) * tariff.fee);
		let (own, utility, reserve) = traded(basis, counts);
		let before = self.settled.insert((interval, node), (basis, counts));
		let was = before.map_or((0, 0, 0), |(basis, counts)| traded(basis, counts));
		self.gain(node, own - was.0);
		self.gain(UTILITY, utility - was.1);
		self.gain(RESERVE, reserve - was.2);
		if before.is_none() {
			self.gain(node, neighbours - fee);
			self.gain(self.grid, fee);
			self.ahead += neighbours;
		}
		// No more is withheld than is due, and nothing for what is owed.
		let row = *SettledPages::<Test>::get(interval, 0).get(node).unwrap();
		assert!(signed(row.held) <= if reserve > 0 { reserve } else { utility.max(0) });
		let gets = neighbours - fee + own;
		Invoice {
			basis,
			metered: counts,
			above_limit: above,
			position,
			right: None,
			fee: fee as u128,
			imbalance: position.imbalance(counts, None, &tariff),
			tariff,
			charged: (-gets).max(0) as u128,
			credited: gets.max(0) as u128,
		}
	}

	/// What is settled without a reading.
	fn book_silent(&mut self, interval: Interval, node: NodeIndex, basis: Basis) {
		let limits = Market::by_index(node).unwrap().limits;
		let worst = match basis {
			Basis::Unmetered => metered(0, 0),
			_ => metered(limits.consumption, 0),
		};
		let invoice = self.book(interval, node, basis, worst);
		assert_eq!(Settlement::invoice(interval, node), Some(invoice));
	}

	/// A reading is revoked, if there is one.
	fn reopen(&mut self, interval: Interval, node: NodeIndex) {
		let known = self.settled.get(&(interval, node));
		let expected = known.is_some_and(|(basis, _)| *basis == Basis::Reading)
			&& interval >= Market::closed_until()
			&& Settlement::can_be_reopened(&Served::<Test>::get(), interval);
		let limit = Market::by_index(node).map_or(0, |node| node.limits.consumption);
		let within = known.is_none_or(|(_, read)| read.import <= limit);
		let before = worth(node);
		assert_eq!(Settlement::reopen(interval, node), expected);
		assert!(!within || worth(node) <= before, "it does not get cheaper than silence");
		if expected {
			self.book_silent(interval, node, Basis::Revoked);
		}
		self.check();
	}

	/// A block that spends so much on polling at most.
	fn block(&mut self, limit: Weight) {
		let passed = |interval, node| {
			let SilenceCursor { interval: until, node: next } = ProvisionalUntil::<Test>::get();
			(interval, node) < (until, next)
		};
		let nodes =
			|| OPEN.into_iter().flat_map(|of| self.nodes.clone().map(move |node| (of, node)));
		let waiting: Vec<_> =
			nodes().filter(|(interval, node)| !passed(*interval, *node)).collect();
		assert!(block_within(limit).all_lte(limit));
		for (interval, node) in waiting {
			let unsettled = !self.settled.contains_key(&(interval, node));
			if !unsettled || node == UTILITY || !passed(interval, node) {
				continue;
			}
			if Market::owes_reading(interval, node) {
				self.book_silent(interval, node, Basis::Silence);
			} else if Market::position(interval, node) != Position::default() {
				self.book_silent(interval, node, Basis::Unmetered);
			}
		}
		self.check();
	}

	/// Everything that is free can be withdrawn, unless its owner is in debt.
	fn withdraw(&mut self, node: NodeIndex) {
		let (credit, locked, debts, _) = money(node);
		let free = credit - locked;
		if free == 0 {
			return;
		}
		let withdrawn = Ledger::withdraw(by(node), free);
		if debts > 0 {
			assert_eq!(withdrawn, Err(Error::<Test>::InDebt.into()));
		} else {
			assert_ok!(withdrawn);
			self.gain(node, -signed(free));
		}
		self.check();
	}

	fn deposit(&mut self, node: NodeIndex, amount: u64) {
		if Ledger::deposit(by(node), amount).is_ok() {
			self.gain(node, signed(amount));
		}
		self.check();
	}

	fn collect(&mut self, debtor: NodeIndex, creditor: NodeIndex) {
		let _ = Ledger::collect(by(creditor), debtor, creditor);
		self.check();
	}

	fn check(&self) {
		check_state();
		let mut credits = 0;
		for node in self.nodes.clone().chain([RESERVE]) {
			let (credit, _, debts, claims) = money(node);
			let worth = self.worth.get(&node).copied().unwrap_or_default();
			assert_eq!(signed(credit) + signed(claims) - signed(debts), worth, "node {node}");
			credits += signed(credit);
		}
		// The pot is what it should be to the planck, and above its existential deposit.
		assert_eq!(signed(pot()), credits - self.ahead);
	}

	/// All is settled: with money from elsewhere for those in debt all are paid, and the pot is empty.
	fn everybody_goes_home(&mut self) {
		self.check_settled();
		for interval in OPEN.into_iter().filter(|interval| *interval >= Market::closed_until()) {
			ProvisionalUntil::<Test>::put(SilenceCursor { interval: interval + 1, node: 0 });
			Settlement::close(interval);
		}
		assert_eq!(Ledger::withheld(UTILITY), 0);
		for node in self.nodes.clone().rev() {
			let debts = money(node).2;
			if debts > 0 {
				let origin = Origin::signed(STRANGER);
				assert_ok!(Balances::transfer_keep_alive(origin, account_of(node), debts));
				self.deposit(node, debts);
				// The first is paid by that.
				self.collect(node, UTILITY);
				self.collect(node, RESERVE);
			}
		}
		for node in self.nodes.clone() {
			self.collect(UTILITY, node);
			self.collect(RESERVE, node);
		}
		for node in self.nodes.clone() {
			self.withdraw(node);
			assert!(!has_money(node), "{:?}", money(node));
		}
		// What silence has cost is left, and all of it is the reserve's.
		let silence: i128 = self
			.settled
			.keys()
			.map(|(interval, node)| Settlement::invoice(*interval, *node).unwrap())
			.map(|invoice| signed(invoice.dues().1))
			.sum();
		assert_eq!((signed(pot()), signed(money(RESERVE).0)), (silence, silence));
	}

	/// The interval adds up, and the pot holds what nodes have.
	fn check_settled(&self) {
		self.check();
		assert_eq!(self.ahead, 0);
		let credits: u64 = self.nodes.clone().chain([RESERVE]).map(|node| money(node).0).sum();
		assert_eq!(pot(), credits);
		assert!(self.nodes.clone().all(|node| Ledger::locks(node).is_empty()));
	}
}

/// A round: what nodes wish, and who withdraws before and after it clears.
type Round = (Vec<Wish>, Vec<Index>, Vec<Index>);

fn rounds() -> impl Strategy<Value = Vec<Round>> {
	let some = || vec(any::<Index>(), 0..4);
	vec((vec(wish(), 5), some(), some()), 1..4)
}

/// Who is settled, in which order, what its meter saw, and what others do in between.
#[derive(Clone, Debug)]
struct Delivery {
	node: NodeIndex,
	reading: Option<Metered>,
	/// Settled only after the other interval has traded on.
	late: bool,
	withdraws: Index,
	collects: Index,
	/// A deposit of the utility or another, now and then.
	deposits: Option<(Index, u64)>,
}

fn deliveries() -> impl Strategy<Value = Vec<Delivery>> {
	let deposits = proptest::option::weighted(0.2, (any::<Index>(), 1_u64..3_000));
	let row = (reading(), any::<bool>(), any::<Index>(), any::<Index>(), deposits);
	// The grid account is settled as well: it may trade, and has a meter.
	vec(row, 6)
		.prop_map(|rows| {
			let rows = rows.into_iter().zip(1..);
			rows.map(|((reading, late, withdraws, collects, deposits), node)| Delivery {
				node,
				reading,
				late,
				withdraws,
				collects,
				deposits,
			})
			.collect::<Vec<_>>()
		})
		.prop_shuffle()
}

fn play(model: &mut Model, rounds: &[Round], open: &[Interval]) {
	let nodes: Vec<_> = model.nodes.clone().collect();
	for (wishes, before, after) in rounds {
		for (node, wish) in model.traders().zip(wishes) {
			let (Wish::Cancel(at) | Wish::Buy(at, ..) | Wish::Sell(at, ..)) = wish else {
				continue;
			};
			let Some(&interval) = OPEN.get(*at).filter(|interval| open.contains(interval)) else {
				continue;
			};
			model.post(interval, node, wish);
			model.check();
		}
		before.iter().for_each(|node| model.withdraw(*node.get(&nodes)));
		open.iter().for_each(|interval| model.clear(*interval));
		after.iter().for_each(|node| model.withdraw(*node.get(&nodes)));
	}
}

fn deliver<'a>(
	model: &mut Model,
	interval: Interval,
	deliveries: impl IntoIterator<Item = &'a Delivery>,
) {
	Market::set_now(Market::start(interval + 1));
	model.orders.retain(|(of, _), _| *of != interval);
	let nodes: Vec<_> = model.nodes.clone().collect();
	for Delivery { node, reading, withdraws, collects, deposits, .. } in deliveries {
		if !model.nodes.contains(node) {
			continue;
		}
		model.settle(interval, *node, *reading);
		model.withdraw(*withdraws.get(&nodes));
		model.collect(UTILITY, *collects.get(&nodes));
		model.collect(*collects.get(&nodes), UTILITY);
		if let Some((by, amount)) = deposits {
			// The utility more often than others.
			let by = *by.get(&[&nodes[..], &[UTILITY; 4]].concat());
			model.deposit(by, *amount);
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(400))]

	/// Two intervals that trade in the same rounds; the first is delivered while the second trades on.
	#[test]
	fn nobody_is_left_short_whatever_others_do(
		(tariff, limits) in tariff(),
		(grid, traders, reserves) in (0_u32..4, 2_u32..=5, prop_oneof![Just(0_u64), 1..3_000_u64]),
		poor in vec(any::<bool>(), 5),
		(first_rounds, later_rounds) in (rounds(), rounds()),
		(first, second) in (deliveries(), deliveries()),
	) {
		run(|| {
			let model = &mut Model::new(tariff, limits, grid, traders);
			for (node, poor) in model.traders().zip(poor) {
				if poor {
					assert_ok!(Balances::transfer_keep_alive(by(node), STRANGER, WEALTH - 1_500));
				}
			}
			model.deposit(UTILITY, reserves);
			play(model, &first_rounds, &OPEN);
			deliver(model, OPEN[0], first.iter().filter(|row| !row.late));
			play(model, &later_rounds, &OPEN[1..]);
			deliver(model, OPEN[0], first.iter().filter(|row| row.late));
			deliver(model, OPEN[1], &second);
			model.everybody_goes_home();
		});
	}
}

/// What happens while intervals are settled.
#[derive(Clone, Debug)]
enum Happening {
	/// A meter sends its reading, late or not, or what was agreed; for which interval.
	Reads(usize, Index, Option<Metered>),
	/// A meter turns out to be compromised.
	Revoked(usize, Index),
	/// A block that polls for so many steps.
	Block(u64),
	/// Time goes on.
	Interval,
	Withdraws(Index),
	Deposits(Index, u64),
	Collects(Index),
}

fn happenings() -> impl Strategy<Value = Vec<Happening>> {
	let (node, interval) = (any::<Index>, || 0..OPEN.len());
	let happening = prop_oneof![
		6 => (interval(), node(), reading())
			.prop_map(|(interval, node, seen)| Happening::Reads(interval, node, seen)),
		3 => (interval(), node()).prop_map(|(interval, node)| Happening::Revoked(interval, node)),
		5 => (0_u64..12).prop_map(Happening::Block),
		2 => Just(Happening::Interval),
		4 => node().prop_map(Happening::Withdraws),
		1 => (node(), 1_u64..8_000).prop_map(|(node, amount)| Happening::Deposits(node, amount)),
		1 => node().prop_map(Happening::Collects),
	];
	vec(happening, 0..60)
}

fn happens(model: &mut Model, happening: Happening) {
	let nodes: Vec<_> = model.nodes.clone().collect();
	match happening {
		Happening::Reads(interval, node, seen) => {
			let (interval, node) = (OPEN[interval], *node.get(&nodes));
			if check(interval, node).is_ok() {
				model.settle(interval, node, seen);
			}
		},
		Happening::Revoked(interval, node) => model.reopen(OPEN[interval], *node.get(&nodes)),
		Happening::Block(steps) => model.block(Weights::steps(1, steps, 0, 0)),
		Happening::Interval => Market::set_now(Market::start(Market::now() + 1)),
		Happening::Withdraws(node) => {
			model.withdraw(*node.get(&nodes));
			model.withdraw(UTILITY);
		},
		// The utility more often than others.
		Happening::Deposits(node, amount) => {
			model.deposit(*node.get(&[&nodes[..], &[UTILITY; 4]].concat()), amount)
		},
		Happening::Collects(node) => {
			model.collect(UTILITY, *node.get(&nodes));
			model.collect(*node.get(&nodes), UTILITY);
		},
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(400))]

	/// Meters are silent, late or compromised, and deadlines pass, block by block.
	#[test]
	fn nobody_is_left_short_whatever_meters_do(
		(tariff, limits) in tariff(),
		(grid, traders, reserves) in (0_u32..4, 2_u32..=5, prop_oneof![Just(0_u64), 1..3_000_u64]),
		poor in vec(any::<bool>(), 5),
		metered in vec(any::<bool>(), 8),
		(first_rounds, later_rounds) in (rounds(), rounds()),
		(first, second) in (happenings(), happenings()),
	) {
		run(|| {
			let model = &mut Model::new(tariff, limits, grid, traders);
			Market::set_remembered_from(INTERVAL);
			Market::remove_terms(INTERVAL + 2);
			for (node, metered) in model.nodes.clone().zip(metered) {
				Market::set_limits(node, 50, 100);
				Market::set_metered(node, metered.then_some(INTERVAL));
			}
			for (node, poor) in model.traders().zip(poor) {
				if poor {
					assert_ok!(Balances::transfer_keep_alive(by(node), STRANGER, WEALTH - 1_500));
				}
			}
			model.deposit(UTILITY, reserves);
			play(model, &first_rounds, &OPEN);
			deliver(model, OPEN[0], []);
			for happening in first {
				// The second interval is still to come.
				if !matches!(happening, Happening::Interval) {
					happens(model, happening);
				}
			}
			play(model, &later_rounds, &OPEN[1..]);
			deliver(model, OPEN[1], []);
			for happening in second {
				happens(model, happening);
			}

			// As long as it takes if the market began just now, and something is reopened at last.
			let over = Market::now().max(OPEN[1]) + 2 * WINDOW + 2;
			for interval in Market::now() + 1..=over {
				Market::set_now(Market::start(interval));
				for _ in 0..=MIN_BLOCKS {
					model.block(Weight::MAX);
				}
			}
			assert_eq!(Market::closed_until(), OPEN[1] + 1);
			assert_eq!(money(UTILITY).1, 0);
			// Each is told once, as it stands for good.
			model.block(Weight::MAX);
			let told: Vec<_> = TestConduct::told()
				.into_iter()
				.flat_map(|(interval, _, rows)| rows.into_iter().map(move |row| (interval, row)))
				.collect();
			let mut stands = Vec::new();
			for interval in OPEN {
				for node in model.nodes.clone().filter(|node| *node != grid) {
					let invoice = Settlement::invoice(interval, node);
					stands.extend(invoice.map(|invoice| (interval, (node, invoice))));
				}
			}
			assert_eq!(told, stands);
			for interval in OPEN {
				let sheet = Settlement::balance_sheet(interval, 0).unwrap();
				assert_eq!((sheet.pending, sheet.held, sheet.closed), (0, 0, true));
				for node in model.nodes.clone() {
					assert!(check(interval, node).is_err());
				}
			}
			model.everybody_goes_home();
		});
	}
}

fn permutations(of: &[NodeIndex]) -> Vec<Vec<NodeIndex>> {
	if of.is_empty() {
		return vec![vec![]];
	}
	of.iter()
		.flat_map(|first| {
			let rest: Vec<_> = of.iter().copied().filter(|node| node != first).collect();
			let rests = permutations(&rest);
			rests.into_iter().map(|rest| [&[*first], &rest[..]].concat())
		})
		.collect()
}

/// One market with sellers, buyers and a side flip, delivered in every way and settled in every order.
#[test]
fn every_order_and_every_ending() {
	const NODES: [NodeIndex; 4] = [2, 3, 4, 5];
	let endings = [Some(metered(0, 0)), None, Some(metered(900, 0))];
	run(|| {
		let model = &mut Model::new(TARIFF, TARIFF.limits().unwrap(), GRID, 4);
		let wishes = [
			[
				Wish::Sell(0, 30, 0.2),
				Wish::Buy(0, 20, None),
				Wish::Buy(0, 15, None),
				Wish::Sell(0, 10, 0.9),
			],
			// The first buys back what it cannot deliver, from the second, which has too much.
			[Wish::Buy(0, 25, None), Wish::Sell(0, 12, 0.5), Wish::Nothing, Wish::Sell(0, 9, 0.4)],
		];
		for wishes in wishes {
			play(model, &[(wishes.to_vec(), vec![], vec![])], &OPEN[..1]);
		}
		let positions = NODES.map(|node| Market::position(INTERVAL, node));
		assert_eq!(positions.map(|position| position.sold), [30, 12, 0, 14]);
		assert_eq!(positions.map(|position| position.bought), [21, 20, 15, 0]);
		Market::set_now(Market::start(INTERVAL + 1));

		let mut settled = 0;
		for order in permutations(&NODES) {
			for ending in 0..endings.len().pow(4) {
				frame_support::storage::with_transaction(|| {
					let model = &mut Model {
						orders: BTreeMap::new(),
						worth: model.worth.clone(),
						nodes: model.nodes.clone(),
						settled: BTreeMap::new(),
						..*model
					};
					for &node in &order {
						let digit = endings.len().pow(node - FIRST);
						model.settle(INTERVAL, node, endings[ending / digit % endings.len()]);
						model.nodes.clone().for_each(|node| model.withdraw(node));
					}
					model.check_settled();
					settled += 1;
					sp_runtime::TransactionOutcome::Rollback(Ok::<_, DispatchError>(()))
				})
				.unwrap();
			}
		}
		assert_eq!(settled, 24 * 81);
	});
}
