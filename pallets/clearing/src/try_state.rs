// SPDX-License-Identifier: Apache-2.0

//! Invariants.

#![cfg(any(feature = "try-runtime", test))]

use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use frame_support::ensure;
use gridmerit_energy::{Interval, NodeIndex, Position, RoundResult, Rules, Wh, payment};
use gridmerit_grid::{Feeder, Zones, verify_zones};
use gridmerit_market::Status;
use gridmerit_pallet_support::{Books, Bus, ClosedRound, IntervalTerms, PAGE_ROWS};
use sp_runtime::TryRuntimeError;

use crate::{
	ByChoice, ClearedLines, ClearedZones, ClearedZonesOf, Config, Cursor, Curves, LISTED_PIVOTAL,
	LineFlows, Mechanism, Pallet, Pivotal, PrunedUntil, Results, Resuming, RoundCursor, Stage,
	Transactions, ZonedRow, ZonedTransactions,
	zones::{PlacedRows, sum_of_zones},
};

impl<T: Config> Pallet<T> {
	/// Checks the invariants, for every interval that is neither being written nor being pruned:
	///
	/// 1. a round's transactions are as many as its result says, in full pages, in ascending order of
	///    sellers and buyers, none with itself or of 0 Wh, and add up to what was traded. Those by choice come first, are
	///    no more than there are, and no two of a round are between the same two nodes;
	/// 2. a position is what its node's transactions say: energy, and money at the rounds' prices. So over
	///    all nodes as much is bought as sold, and paid as earned;
	/// 3. results agree with themselves, and have curves that add up to their supply and demand; nothing is left of
	///    pruned intervals;
	/// 4. pivotal sellers are as many as their result says, as far as they are listed, and each has sold something,
	///    as demand cannot be met without it;
	/// 5. zones are those of results on a grid: what each has bought and sold, and for how much, their transactions say;
	///    what lines carry keeps their limits in each interval that is traded, over all rounds together and with all
	///    rights to feed in; zones that are being assigned are those of the book;
	/// 6. a clearing belongs to its round, and can be read at the cost that is noted.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let cursor = Cursor::<T>::get();
		ensure!(
			cursor.is_some() == Cursor::<T>::exists(),
			"a clearing under way that cannot be read"
		);
		let resuming = cursor.as_ref().and_then(Self::resuming);
		ensure!(resuming == Resuming::<T>::get(), "another weight of the clearing under way");
		let mut writing = None;
		if let Some(RoundCursor { round, interval, stage, .. }) = &cursor {
			let (round, interval) = (*round, *interval);
			let ClosedRound { number, first, last } = round;
			ensure!(first <= interval, "a clearing before its round");
			ensure!(interval <= last.saturating_add(1).max(first), "a clearing beyond its round");
			writing = (!matches!(stage, Stage::Begin)).then_some((interval, number));
			if let Stage::Clear { rules, state } = stage
				&& let Some((feeder, zones)) = T::Mechanism::zones(state)
			{
				Self::try_zones(interval, feeder, zones, rules)?;
			}
		}
		let remembered = T::Books::remembered_from();
		let checked = |interval: Interval| {
			remembered <= interval && writing.is_none_or(|(writing, _)| writing != interval)
		};
		let oldest = PrunedUntil::<T>::get();
		let known = |interval: Interval| oldest.is_some_and(|oldest| oldest <= interval);

		// By interval and node: what the transactions say.
		let mut positions = BTreeMap::<(Interval, NodeIndex), Position>::new();
		for (interval, round, result) in Results::<T>::iter() {
			ensure!(known(interval), "a result that should be pruned");
			if interval < remembered {
				continue;
			}
			let zones = ClearedZonesOf::<T>::get(interval, round);
			let (traded, sellers) = match &zones {
				None => Self::try_round(interval, round, &result, &mut positions)?,
				Some(zones) => Self::try_zoned(interval, round, (&result, zones), &mut positions)?,
			};
			ensure!(traded == result.traded, "transactions do not add up");
			ensure!(
				zones.is_some() || agrees_with_itself(&result),
				"a result that contradicts itself"
			);
			let price = result.price.unwrap_or(0);
			let paid = zones.is_some() || result.payment == payment(traded, price);
			ensure!(paid, "a payment at another price");
			let curve = Curves::<T>::get(interval, round).ok_or("a result without a curve")?;
			let sum =
				|steps: &[Wh]| steps.iter().fold(0, |sum: Wh, step| sum.saturating_add(*step));
			ensure!(sum(&curve.supply) == result.supply, "a curve of another supply");
			let demand = curve.demand.saturating_add(sum(&curve.limited));
			ensure!(demand == result.demand, "a curve of another demand");
			let pivotal = Pivotal::<T>::get(interval, round);
			let listed = pivotal.len() as u32 == result.pivotal.min(LISTED_PIVOTAL);
			ensure!(listed, "pivotal sellers that are not counted");
			let ordered = pivotal.iter().zip(pivotal.iter().skip(1)).all(|(a, b)| a < b);
			ensure!(ordered, "pivotal sellers out of order");
			let sold = pivotal.iter().all(|node| sellers.contains(node));
			ensure!(sold, "a pivotal seller that has sold nothing");
		}
		for (interval, round, pivotal) in Pivotal::<T>::iter() {
			ensure!(known(interval), "pivotal sellers that should be pruned");
			let of_result = Results::<T>::contains_key(interval, round);
			ensure!(interval < remembered || of_result, "pivotal sellers of no result");
			ensure!(!pivotal.is_empty(), "a list of no pivotal sellers");
		}
		for (interval, round) in Curves::<T>::iter_keys().filter(|(key, _)| remembered <= *key) {
			ensure!(Results::<T>::contains_key(interval, round), "a curve alone");
		}
		for (interval, round) in ByChoice::<T>::iter_keys() {
			ensure!(known(interval), "choices that should be pruned");
			let of_result = Results::<T>::contains_key(interval, round);
			let writes = Some((interval, round)) == writing;
			ensure!(interval < remembered || of_result || writes, "choices of no result");
		}
		Self::try_flows(remembered, known)?;
		let on_grid = ZonedTransactions::<T>::iter_keys();
		for (interval, round, page) in Transactions::<T>::iter_keys().chain(on_grid) {
			ensure!(known(interval), "transactions that should be pruned");
			let result = Results::<T>::get(interval, round);
			let pages = result.map_or(0, |result| result.transactions.div_ceil(PAGE_ROWS));
			ensure!(
				page < pages || interval < remembered || Some((interval, round)) == writing,
				"transactions of no result"
			);
		}

		for (interval, page, rows) in T::Books::all_positions() {
			if !checked(interval) {
				continue;
			}
			for (node, position) in rows.rows(page) {
				let traded = positions.remove(&(interval, node));
				ensure!(
					traded == Some(*position),
					"a position that its transactions do not explain"
				);
			}
		}
		positions.retain(|(interval, _), _| checked(*interval));
		ensure!(positions.is_empty(), "transactions without a position");
		Ok(())
	}

	/// Checks a round's transactions and adds them to the positions; what was traded, and who has sold.
	fn try_round(
		interval: Interval,
		round: Interval,
		result: &RoundResult,
		positions: &mut BTreeMap<(Interval, NodeIndex), Position>,
	) -> Result<(Wh, BTreeSet<NodeIndex>), TryRuntimeError> {
		let mut sellers = BTreeSet::new();
		let price = result.price.unwrap_or(0);
		let by_choice = Self::made_by_choice(interval, round, result)?;
		let (mut number, mut pairs) = (0_u32, BTreeSet::new());
		let (mut traded, mut left, mut page, mut last) = (0, result.transactions, 0, None);
		while left > 0 {
			let rows = Transactions::<T>::get((interval, round, page));
			let count = rows.len() as u32;
			ensure!(count == left.min(PAGE_ROWS), "transactions are missing");
			left = left.saturating_sub(count);
			page = page.saturating_add(1);
			for row in rows {
				let at = (row.seller, row.buyer);
				let ascends = last.is_none_or(|(seller, buyer)| {
					seller <= at.0 && buyer <= at.1 && (seller, buyer) != at
				});
				let chosen = number < by_choice;
				number = number.saturating_add(1);
				ensure!(ascends || chosen, "transactions out of order");
				ensure!(row.energy > 0 && at.0 != at.1, "a transaction of nothing");
				ensure!(by_choice == 0 || pairs.insert(at), "two transactions of one pair");
				last = (!chosen).then_some(at);
				traded = Wh::saturating_add(traded, row.energy);
				let seller = positions.entry((interval, at.0)).or_default();
				*seller = seller.sell(row.energy, price).ok_or("beyond bounds")?;
				let buyer = positions.entry((interval, at.1)).or_default();
				*buyer = buyer.buy(row.energy, price).ok_or("beyond bounds")?;
				sellers.insert(at.0);
			}
		}
		Ok((traded, sellers))
	}

	/// How many transactions of a round were made by choice.
	fn made_by_choice(
		interval: Interval,
		round: Interval,
		result: &RoundResult,
	) -> Result<u32, TryRuntimeError> {
		let Some(by_rank) = ByChoice::<T>::get(interval, round) else { return Ok(0) };
		ensure!(by_rank.last().is_some_and(|made| *made > 0), "choices that were not met");
		let made = by_rank.iter().fold(0, |sum: u32, made| sum.saturating_add(*made));
		ensure!(made <= result.transactions, "more transactions by choice than there are");
		Ok(made)
	}

	/// The same on a grid.
	fn try_zoned(
		interval: Interval,
		round: Interval,
		(result, cleared): (&RoundResult, &ClearedZones),
		positions: &mut BTreeMap<(Interval, NodeIndex), Position>,
	) -> Result<(Wh, BTreeSet<NodeIndex>), TryRuntimeError> {
		let ClearedZones { zones, flows } = cleared;
		let sum = sum_of_zones(zones, result.transactions, result.pivotal);
		ensure!(sum == *result, "a result that is not the sum of its zones");
		ensure!(!zones.is_empty() && zones.len() <= flows.len(), "more zones than buses");
		let rent = gridmerit_grid::rent(zones).ok_or("a congestion rent below nothing")?;
		let mut sellers = BTreeSet::new();
		let by_choice = Self::made_by_choice(interval, round, result)?;
		let mut number = 0_u32;
		let (mut traded, mut paid, mut between) = (0, 0_u128, 0_u128);
		let full = result.transactions / PAGE_ROWS;
		for page in 0..result.transactions.div_ceil(PAGE_ROWS) {
			let rows = ZonedTransactions::<T>::get((interval, round, page));
			let due = if page < full { PAGE_ROWS } else { result.transactions % PAGE_ROWS };
			ensure!(rows.len() as u32 == due, "transactions are missing");
			for ZonedRow { seller, buyer, energy, buying, selling } in rows {
				ensure!(energy > 0 && seller != buyer, "a transaction of nothing");
				let gap =
					buying.checked_sub(selling).ok_or("a buyer pays less than its seller gets")?;
				ensure!(gap == 0 || number >= by_choice, "a choice across zones");
				number = number.saturating_add(1);
				traded = Wh::saturating_add(traded, energy);
				paid = paid.saturating_add(payment(energy, buying));
				between = between.saturating_add(payment(energy, gap));
				let row = positions.entry((interval, seller)).or_default();
				*row = row.sell(energy, selling).ok_or("beyond bounds")?;
				let row = positions.entry((interval, buyer)).or_default();
				*row = row.buy(energy, buying).ok_or("beyond bounds")?;
				sellers.insert(seller);
			}
		}
		ensure!(paid == result.payment, "a payment at other prices than those of the zones");
		ensure!(between == rent, "a congestion rent that no transaction pays");
		Ok((traded, sellers))
	}

	/// What lines carry, in all intervals from `remembered` on.
	fn try_flows(
		remembered: Interval,
		known: impl Fn(Interval) -> bool,
	) -> Result<(), TryRuntimeError> {
		let mut sums = BTreeMap::<Interval, Vec<i64>>::new();
		let mut rents = BTreeMap::<Interval, u128>::new();
		for (interval, round, cleared) in ClearedZonesOf::<T>::iter() {
			ensure!(known(interval), "zones that should be pruned");
			if interval < remembered {
				continue;
			}
			ensure!(Results::<T>::contains_key(interval, round), "zones of no result");
			let sum = sums.entry(interval).or_default();
			sum.resize(cleared.flows.len().max(sum.len()), 0);
			for (sum, flow) in sum.iter_mut().zip(&cleared.flows) {
				*sum = sum.saturating_add(flow.traded);
			}
			let rent = rents.entry(interval).or_default();
			*rent = rent.saturating_add(cleared.rent());
		}
		let mut rights = Self::rights_by_bus();
		for (interval, flows) in LineFlows::<T>::iter() {
			ensure!(known(interval), "what lines carry should be pruned");
			if interval < remembered {
				continue;
			}
			let sum = sums.remove(&interval).ok_or("lines that carry what nobody has traded")?;
			ensure!(sum == flows.into_inner(), "what lines carry does not add up");
			let lines = ClearedLines::<T>::get(interval);
			let feeder = Feeder::new(&lines).map_err(|_| "lines that are no feeder")?;
			ensure!(feeder.buses() == sum.len(), "lines of another feeder");
			for (bus, flow) in (0_u16..).zip(&sum) {
				let Some(line) = feeder.line(bus) else { continue };
				let most = if *flow < 0 { line.import } else { line.export };
				ensure!(flow.unsigned_abs() <= most, "a line that carries more than it can");
			}
			let mut fed: Vec<i128> = sum.iter().map(|flow| (*flow).into()).collect();
			for (mut bus, energy) in rights.remove(&interval).unwrap_or_default() {
				while let Some(line) = feeder.line(bus) {
					if let Some(fed) = fed.get_mut(usize::from(bus)) {
						*fed = fed.saturating_add(energy.into());
					}
					bus = line.parent;
				}
			}
			for (bus, fed) in (0_u16..).zip(fed) {
				let most = feeder.line(bus).map_or(fed, |line| line.export.into());
				ensure!(fed <= most, "rights that a line has no room for");
			}
		}
		ensure!(sums.is_empty(), "zones whose lines carry nothing that is known");
		for interval in ClearedLines::<T>::iter_keys() {
			ensure!(known(interval), "lines that should be pruned");
			let cleared = interval < remembered || LineFlows::<T>::contains_key(interval);
			ensure!(cleared, "lines of an interval that has not cleared");
		}
		Ok(())
	}

	/// What may be fed in, by interval and bus, of nodes of which it is known where they hung.
	fn rights_by_bus() -> BTreeMap<Interval, Vec<(Bus, Wh)>> {
		let mut all = BTreeMap::<_, Vec<_>>::new();
		for (interval, page, rights) in T::Books::all_rights() {
			let buses = T::Books::buses(interval, page);
			let rows = rights
				.rows(page)
				.filter_map(|(node, right)| Some((*buses.get(node)?, right.energy)));
			all.entry(interval).or_default().extend(rows);
		}
		all
	}

	/// Zones that were found of the book of an interval, which is still as it was.
	fn try_zones(
		interval: Interval,
		feeder: &Feeder,
		zones: &Zones,
		rules: &Rules,
	) -> Result<(), TryRuntimeError> {
		let pages = T::Books::pages();
		let mut all = PlacedRows::default();
		let mut next = pages.from(0);
		while let Some(page) = next {
			let orders = T::Books::page(interval, page);
			all.join(PlacedRows::new(&orders, &T::Books::buses(interval, page), page, feeder));
			next = pages.from(page.saturating_add(1));
		}
		// A book that is not sound any more fails when it is next looked at.
		let Ok(located) = all.located(feeder) else { return Ok(()) };
		verify_zones(feeder, located, &rules.limits, zones.zones())
			.map_err(|_| "zones that are not those of their book".into())
	}
}

/// Whether a result can be that of a clearing.
fn agrees_with_itself(result: &RoundResult) -> bool {
	let RoundResult { status, price, demand, supply, traded, .. } = *result;
	let (missing, left, pivotal) = (result.utility_import, result.utility_export, result.pivotal);
	let energies = match status {
		Status::Cleared => 0 < traded && traded <= demand && missing == 0,
		// Demand without a limit exceeds supply.
		Status::Scarcity => {
			0 < traded
				&& traded == supply
				&& 0 < missing
				&& demand.checked_sub(supply).is_some_and(|most| missing <= most)
		},
		Status::NoSupply => (traded, supply) == (0, 0) && 0 < demand && missing <= demand,
		Status::NoDemand => (traded, demand, missing) == (0, 0, 0),
		Status::NoMatch => (traded, missing) == (0, 0) && 0 < demand && 0 < supply,
	};
	energies
		&& price.is_some() == (traded > 0)
		&& supply.checked_sub(traded) == Some(left)
		&& (pivotal == 0 || status == Status::Cleared)
}
