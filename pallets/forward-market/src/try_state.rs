// SPDX-License-Identifier: Apache-2.0

//! Invariants.

#![cfg(any(feature = "try-runtime", test))]

use alloc::collections::BTreeMap;
use frame_support::ensure;
use gridmerit_energy::{
	Choice, FeedInRight, Interval, MAX_ORDER, NodeIndex, Order, Planck, Position, Terms,
	tariffs::Timeline,
};
use gridmerit_pallet_support::{Bus, Grid, Locks, TeNodes, page_of};
use sp_runtime::TryRuntimeError;

use crate::{
	BooksPrunedUntil, Buses, Choices, Choosing, Config, Corrected, Corrections, CurrentRound,
	DailyTariffs, Former, FullLines, IntervalLength, IntervalTerms, Leaving, NeededFrom, Orders,
	OwnTariffs, Pallet, PositionPages, PositionsPrunedUntil, Readers, Rents, Rights, Round, Rules,
	StoredCharge, StoredCharges, TariffsBefore, TermsPrunedUntil, Waived,
	corrections::is_in_favour, published::Published,
};

impl<T: Config> Pallet<T> {
	/// Checks the invariants:
	///
	/// 1. rules and tariffs are sound and in ascending order, by what they hold for, and what is published of
	///    intervals that have not opened is within the bounds that hold for them;
	/// 2. terms are sound, of intervals that have opened and are not pruned, and who stands behind them is
	///    or was named;
	/// 3. the round's gate lies within its interval, and its open intervals after it; there is a round only
	///    if there are rules;
	/// 4. pages of orders and positions are sound and belong to intervals that have opened and are not
	///    pruned; pages of open books are in the round's set;
	/// 5. an order that may still trade belongs to a node that exists, and is not suspended unless it is
	///    about to go; it is eligible, at most `MAX_ORDER`, and covered by what its node has locked and what is waived
	///    of that, with as much locked as neighbours and grid can be owed;
	/// 6. nodes are leaving only while books clear, and exist;
	/// 7. nodes that are held exist;
	/// 8. a battery is that of a node that exists, holds no more than its capacity, and what was metered since is in
	///    order;
	/// 9. what was corrected and is not settled anew has terms, and a tariff before that cost no less;
	/// 10. buses are in pages, in order, of intervals whose books are not pruned, and the grid of each that is open has
	///     them; a congestion rent is something, and full lines are some, of an interval whose positions are not pruned;
	///     rights to feed in are of nodes behind full lines, and to nothing of who has not posted;
	/// 11. what is waived is something, by interval in ascending order, of nodes that exist, and of what was sold or is
	///     offered; all of it adds up, and what has traded there is covered in the same way;
	/// 12. what nodes prefer is in pages, in order, of nodes that exist, each list of something, nothing twice, and not the
	///     node itself; the pages are those of the set;
	/// 13. nothing is pruned that somebody still needs, and each of them is noted once.
	///
	/// That positions are what was traded, whoever clears the books checks; that all of them are covered, whoever
	/// settles.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let (rules, tariffs) = (Rules::<T>::get(), DailyTariffs::<T>::get());
		let ascend = rules.is_sorted_by(|a, b| a.0 < b.0) && tariffs.is_sorted_by(|a, b| a.0 < b.0);
		ensure!(ascend, "rules or tariffs out of order");
		let length = IntervalLength::<T>::get();
		for (_, rules) in &rules {
			ensure!(rules.lead > 0 && rules.windows > 0, "rules without windows");
			ensure!(0 < rules.gate_lead && rules.gate_lead < length, "a gate out of its interval");
		}
		for (_, tariff) in &tariffs {
			tariff.day().check(length).map_err(|_| "a day's tariff is not sound")?;
			for band in &tariff.bands {
				band.tariff.limits().map_err(|_| "a band's tariff is not sound")?;
			}
		}
		let own = OwnTariffs::<T>::get();
		ensure!(
			own.iter().zip(own.iter().skip(1)).all(|(a, b)| a.0 < b.0),
			"own tariffs out of order"
		);
		for (interval, tariff) in &own {
			tariff.limits().map_err(|_| "an interval's tariff is not sound")?;
			let opened = IntervalTerms::<T>::contains_key(interval);
			ensure!(!opened, "a tariff of an interval that has opened");
		}
		let held = Self::held_nodes();
		for node in held.keys() {
			ensure!(T::Nodes::by_index(*node).is_some(), "a utility or grid account that has left");
		}
		Self::check_charges()?;
		Self::check_corrections()?;
		Self::check_waived()?;
		Self::check_grid()?;
		Self::check_all_choices()?;
		for node in Leaving::<T>::iter_keys() {
			ensure!(T::Nodes::by_index(node).is_some(), "a node that leaves and does not exist");
		}
		let Some(round) = CurrentRound::<T>::get() else {
			ensure!(IntervalTerms::<T>::iter_keys().next().is_none(), "terms without a round");
			ensure!(Orders::<T>::iter_keys().next().is_none(), "orders without a round");
			ensure!(PositionPages::<T>::iter_keys().next().is_none(), "positions without a round");
			return Ok(());
		};
		ensure!(
			rules.first().is_some_and(|(from, _)| *from <= round.last.saturating_add(1)),
			"a round without rules"
		);
		let published = Published::<T>::load();
		// Where what was published before other bounds were set has come to jump, it is held back as it opens.
		let later = |timeline: &Timeline<'_>| timeline.check_from(round.last.saturating_add(2));
		published.check(later).map_err(|_| "a tariff beyond its bounds")?;
		let begin = Self::start_of(round.number);
		let end = Self::start_of(round.number.saturating_add(1));
		ensure!(begin < round.gate && round.gate < end, "a gate out of its round");
		let first = round.number < round.first && round.first <= round.last.saturating_add(1);
		ensure!(first, "a round that opens out of its windows");
		let next = round.number.saturating_add(1);
		ensure!(BooksPrunedUntil::<T>::get() <= next, "books pruned too far");
		let remembered = TermsPrunedUntil::<T>::get();
		ensure!(remembered <= round.number, "terms pruned too far");
		Self::check_readers(remembered)?;
		let traded_from = PositionsPrunedUntil::<T>::get();
		ensure!(traded_from <= remembered, "positions pruned too far");
		for (interval, terms) in IntervalTerms::<T>::iter() {
			ensure!(remembered <= interval && interval <= round.last, "terms out of time");
			// A correction leaves the bounds on P2P prices as they were.
			let (tariff, limits) = (&terms.tariff, &terms.limits);
			let corrected = tariff.tou <= limits.tou()
				&& tariff.fit >= limits.fit()
				&& tariff.fee == limits.fee()
				&& tariff.limits().is_ok();
			let sound = corrected || tariff.limits() == Ok(terms.limits);
			ensure!(sound, "an interval's terms are not sound");
			let named = held.contains_key(&terms.utility) && held.contains_key(&terms.grid);
			ensure!(named, "a utility or grid account that is free to leave");
			ensure!(terms.last_round < interval, "an interval that is open when it begins");
			let open = round.number < interval && round.number <= terms.last_round;
			ensure!(!open || round.first <= interval, "an open interval before the first");
		}
		for (interval, page, orders) in Orders::<T>::iter() {
			ensure!(orders.is_sound() && !orders.is_empty(), "a page out of order");
			let known = BooksPrunedUntil::<T>::get() <= interval && interval <= round.last;
			ensure!(known, "orders out of time");
			let Some(terms) = Self::open_terms(round.number, interval) else { continue };
			ensure!(round.pages.contains(page), "a page that would not be cleared");
			if interval < Self::first_to_clear(&round) {
				continue;
			}
			for (node, order) in orders.rows(page) {
				Self::check_open(&round, interval, node, *order, &terms)?;
			}
		}
		for (interval, page) in PositionPages::<T>::iter_keys() {
			let rows = PositionPages::<T>::get(interval, page);
			ensure!(rows.is_sound() && !rows.is_empty(), "a page of positions out of order");
			let known = traded_from <= interval && interval <= round.last;
			ensure!(known, "positions out of time");
		}
		for (last, _) in Former::<T>::iter_keys() {
			let known = traded_from <= last && last <= round.last;
			ensure!(known, "a former counterparty that should be released");
		}
		if round.closed_from.is_none() {
			ensure!(Leaving::<T>::iter_keys().next().is_none(), "a node that should have left");
		}
		Ok(())
	}

	/// The nodes that the registry holds for the market, and how often.
	pub fn held_nodes() -> BTreeMap<NodeIndex, u32> {
		let utilities = Rules::<T>::get().into_iter().map(|(_, rules)| rules.utility);
		let grids = DailyTariffs::<T>::get().into_iter().filter_map(|(_, tariff)| tariff.grid);
		let former = Former::<T>::iter_keys().map(|(_, node)| node);
		let mut held = BTreeMap::<_, u32>::new();
		for node in utilities.chain(grids).chain(former) {
			let holds = held.entry(node).or_default();
			*holds = holds.saturating_add(1);
		}
		held
	}

	fn check_corrections() -> Result<(), TryRuntimeError> {
		for interval in Corrected::<T>::iter_keys() {
			let known = IntervalTerms::<T>::contains_key(interval);
			ensure!(known, "corrected without terms");
		}
		let pending = Corrections::<T>::get();
		let before = TariffsBefore::<T>::iter().collect::<BTreeMap<_, _>>();
		ensure!(pending.len() == before.len(), "corrections that are not counted");
		for interval in pending {
			let before = before.get(&interval).ok_or("a correction of nothing")?;
			let terms = IntervalTerms::<T>::get(interval).ok_or("a correction without terms")?;
			let noted = Corrected::<T>::contains_key(interval);
			ensure!(noted, "a correction that is forgotten");
			let sound = is_in_favour(before, &terms.tariff);
			ensure!(sound, "a correction that costs somebody more");
		}
		Ok(())
	}

	fn check_all_choices() -> Result<(), TryRuntimeError> {
		let (choosing, mut pages) = (Choosing::<T>::get(), 0_u32);
		for (page, rows) in Choices::<T>::iter() {
			ensure!(rows.is_sound() && !rows.is_empty(), "a page of choices out of order");
			ensure!(choosing.contains(page), "a page of choices that nobody would look at");
			pages = pages.saturating_add(1);
			for (node, choices) in rows.rows(page) {
				ensure!(T::Nodes::by_index(node).is_some(), "choices of no node");
				ensure!(!choices.is_empty(), "choices of nothing");
				let twice =
					|(place, choice)| choices.iter().skip(place).skip(1).any(|c| c == choice);
				ensure!(!choices.iter().enumerate().any(twice), "a choice that is made twice");
				ensure!(!choices.contains(&Choice::Node(node)), "a node that chooses itself");
			}
		}
		ensure!(pages == choosing.len(), "pages of choices that are none");
		ensure!(Choosing::<T>::exists() == (pages > 0), "a set of no pages");
		Ok(())
	}

	fn check_grid() -> Result<(), TryRuntimeError> {
		let (first, last) = CurrentRound::<T>::get().map(|round| (round.first, round.last)).unzip();
		for (interval, page, buses) in Buses::<T>::iter() {
			ensure!(buses.is_sound() && !buses.is_empty(), "a page of buses out of order");
			let known = BooksPrunedUntil::<T>::get() <= interval && Some(interval) <= last;
			ensure!(known, "buses of an interval out of time");
			// Of those that are over the grid may have forgotten it.
			let most =
				first.is_some_and(|first| first <= interval).then(|| T::Grid::buses(interval));
			let there = |bus: &Bus| most.is_none_or(|most| u32::from(*bus) < most);
			ensure!(buses.rows(page).all(|(_, bus)| there(bus)), "a bus that the grid has not");
		}
		for (interval, buses) in FullLines::<T>::iter() {
			let known = PositionsPrunedUntil::<T>::get() <= interval && Some(interval) <= last;
			ensure!(!buses.is_empty() && known, "full lines that are none, or out of time");
		}
		for (interval, page, rights) in Rights::<T>::iter() {
			ensure!(rights.is_sound() && !rights.is_empty(), "a page of rights out of order");
			let full = FullLines::<T>::get(interval).ok_or("a right where no line is full")?;
			let buses = Buses::<T>::get(interval, page);
			let behind = |node| buses.get(node).is_none_or(|bus| full.contains(*bus));
			ensure!(rights.rows(page).all(|(node, _)| behind(node)), "a right behind no full line");
			let nothing = |(node, right): (_, &FeedInRight)| {
				// Of who has not posted, and of whom it is forgotten where it did: in part already of the book that is
				// pruned next.
				let known = BooksPrunedUntil::<T>::get() < interval;
				!known || buses.get(node).is_some() || right.energy == 0
			};
			ensure!(rights.rows(page).all(nothing), "a right of who had nothing left to sell");
		}
		for (interval, rent) in Rents::<T>::iter() {
			let known = PositionsPrunedUntil::<T>::get() <= interval && Some(interval) <= last;
			ensure!(rent > 0 && known, "a congestion rent of nothing, or out of time");
		}
		Ok(())
	}

	fn check_waived() -> Result<(), TryRuntimeError> {
		for (node, rows) in Waived::<T>::iter() {
			ensure!(T::Nodes::by_index(node).is_some(), "waived of no node");
			ensure!(!rows.is_empty(), "a row in which nothing is waived");
			ensure!(rows.is_sorted_by(|a, b| a.0 < b.0), "what is waived is out of order");
			let sum = rows.iter().try_fold(0, |sum: Planck, (_, waived)| sum.checked_add(*waived));
			ensure!(sum.is_some(), "what is waived does not add up");
			ensure!(rows.iter().all(|(_, waived)| *waived > 0), "nothing is waived");
			let locks: BTreeMap<_, _> = T::Locks::locks(node).into_iter().collect();
			for (interval, waived) in rows {
				if let Some(locked) = locks.get(&interval) {
					Self::check_waived_of(node, interval, *locked, waived)?;
				}
			}
		}
		Ok(())
	}

	/// What is waived of an interval of a node, if anything is locked there.
	fn check_waived_of(
		node: NodeIndex,
		interval: Interval,
		locked: Planck,
		waived: Planck,
	) -> Result<(), TryRuntimeError> {
		let Some(terms) = IntervalTerms::<T>::get(interval) else { return Ok(()) };
		let position = Self::position_of(interval, node);
		Self::check_covered(&position, None, &terms, locked, waived)?;
		// What has expired is in the book until the interval is settled for good. Of the one that is pruned next a part
		// may be gone.
		let known = BooksPrunedUntil::<T>::get() < interval;
		let order = Orders::<T>::get(interval, page_of(node)).get(node).copied();
		let sells = position.sold > 0 || matches!(order, Some(Order::Offer { .. }));
		ensure!(sells || !known, "waived where nothing is sold");
		Ok(())
	}

	/// Whether a position, with an order open, is covered by what is locked and what is waived; and by what is locked
	/// alone as far as neighbours and grid go.
	fn check_covered(
		position: &Position,
		order: Option<Order>,
		terms: &Terms,
		locked: Planck,
		waived: Planck,
	) -> Result<(), TryRuntimeError> {
		let Terms { tariff, limits, .. } = terms;
		let full = position.lock(order, tariff, limits).ok_or("beyond bounds")?;
		let least = position.least_lock(order, tariff, limits).ok_or("beyond bounds")?;
		ensure!(locked.saturating_add(waived) >= full, "an order or a trade that is not covered");
		ensure!(locked >= least, "neighbours that are not covered");
		Ok(())
	}

	fn check_readers(remembered: Interval) -> Result<(), TryRuntimeError> {
		// Where nothing is settled for good yet, the market has begun with what it remembers.
		let settled = remembered <= NeededFrom::<T>::get();
		ensure!(!settled || remembered <= Self::needed_from(), "terms pruned that somebody needs");
		let readers: BTreeMap<_, _> = Readers::<T>::get().into_iter().collect();
		ensure!(readers.len() == Readers::<T>::get().len(), "a reader that is noted twice");
		Ok(())
	}

	fn check_charges() -> Result<(), TryRuntimeError> {
		for (node, charge) in StoredCharges::<T>::iter() {
			ensure!(T::Nodes::by_index(node).is_some(), "a battery of no node");
			let StoredCharge { battery, energy, from, metered } = charge;
			ensure!(energy <= battery.capacity, "a battery above its capacity");
			let mut intervals = metered.iter().map(|(interval, _)| *interval);
			let next = intervals.try_fold(from, |next, interval| {
				(next <= interval).then(|| interval.saturating_add(1))
			});
			ensure!(next.is_some(), "a battery's meter out of order");
		}
		Ok(())
	}

	fn check_open(
		round: &Round,
		interval: Interval,
		index: NodeIndex,
		order: Order,
		terms: &Terms,
	) -> Result<(), TryRuntimeError> {
		let node = T::Nodes::by_index(index).ok_or("an order of no node")?;
		let leaving = round.closed_from.is_some() && Leaving::<T>::contains_key(index);
		ensure!(!node.suspended || leaving, "an order of a suspended node");
		match order {
			Order::Demand { quantity, limit } => {
				ensure!((1..=MAX_ORDER).contains(&quantity), "a demand out of bounds");
				let trades = limit.is_none_or(|limit| terms.limits.check_limit(limit).is_ok());
				ensure!(trades, "a demand whose limit no price meets");
			},
			Order::Offer { capacity, ask } => {
				terms
					.limits
					.check_offer(capacity, ask)
					.map_err(|_| "an offer that may not trade")?;
			},
		}
		let of_interval = |rows: &[(Interval, Planck)]| {
			let row = rows.iter().find(|(other, _)| *other == interval);
			row.map(|(_, amount)| *amount)
		};
		let locked = of_interval(&T::Locks::locks(index)).ok_or("an order without a lock")?;
		let waived = of_interval(&Waived::<T>::get(index)).unwrap_or(0);
		let position = Self::position_of(interval, index);
		Self::check_covered(&position, Some(order), terms, locked, waived)
	}
}
