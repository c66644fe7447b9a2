// SPDX-License-Identifier: Apache-2.0

//! Invariants.

#![cfg(any(feature = "try-runtime", test))]

use alloc::collections::{BTreeMap, BTreeSet};
use frame_support::{ensure, traits::Get};
use gridmerit_energy::{Interval, NodeIndex, Planck, Position, RESERVE, Terms, Totals};
use gridmerit_pallet_support::{
	ClosedIntervals, CongestionRent, FeedIn, IntervalClock, IntervalTerms, Ledger, Locks,
	PAGE_ROWS, Page, PageIndex, Positions, TariffCorrections, TeNodes, page_of,
};
use sp_runtime::TryRuntimeError;

use crate::{
	Config, CorrectionCursor, DisputeWindows, Duties, Held, Pallet, ProvisionalUntil, Reopened,
	Served, Settled, SettledPages, Shown, SilenceCursor, TOTALS_GROUP, ToldCursor, ToldUntil,
	TotalsGroup, TotalsOf,
};

/// The settlements of an interval, by page.
type Pages = BTreeMap<PageIndex, Page<Settled>>;

/// What is locked of nodes for intervals, and what trust waives of that, in planck.
type Locked = BTreeMap<(NodeIndex, Interval), (Planck, Planck)>;

impl<T: Config> Pallet<T> {
	/// Checks the invariants:
	///
	/// 1. what the ledger says that neighbours have traded in an interval is what the settled ones have paid
	///    each other, less the congestion rent once it is closed, and nothing is left then if all who traded are settled;
	/// 2. what is held for an interval is what its settlements say; nothing is once it is closed; and what the
	///    ledger withholds of a node is what is held of it as a utility, of the reserve what settlements without
	///    a measurement say;
	/// 3. nothing is locked for what is settled or should be, and what is traded and not settled is covered by what
	///    its node has locked for it, and what trust waives; what neighbours can be owed of it by what is locked;
	/// 4. no interval is closed before silent nodes are settled;
	/// 5. settlements and duties are in pages, in order, and duties those of nodes that exist;
	/// 6. the ledger was told that just those who have a duty leave a standing deposit;
	/// 7. a node's totals contain all of its settlements that are remembered; only nodes that exist have any;
	/// 8. dispute windows are within their bounds and in order; only intervals that are open are reopened, at a time
	///    that has been; only what waits to be corrected is;
	/// 9. only what is closed is told, page by page, and what is still to be told is remembered.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut settled = BTreeMap::<Interval, Pages>::new();
		for (interval, page, rows) in SettledPages::<T>::iter() {
			ensure!(rows.is_sound() && !rows.is_empty(), "a page of settlements out of order");
			settled.entry(interval).or_default().insert(page, rows);
		}
		let locks = Self::check_locks(&settled)?;
		Self::check_held(&settled)?;
		Self::check_neighbours(&settled, &locks)?;
		Self::check_ahead(&locks)?;
		Self::check_totals(&settled)?;
		let provisional = ProvisionalUntil::<T>::get().interval;
		ensure!(T::Market::closed_until() <= provisional, "closed too early");
		Self::check_waits()?;
		Self::check_told()?;
		Self::check_duties()
	}

	/// What was told of closed intervals.
	fn check_told() -> Result<(), TryRuntimeError> {
		let ToldCursor { interval, page } = ToldUntil::<T>::get();
		let pages = T::Nodes::end().div_ceil(PAGE_ROWS);
		let closed = T::Market::closed_until();
		let within = page == 0 || (interval < closed && page < pages);
		ensure!(interval <= closed && within, "told before it was closed, or beyond all pages");
		// 0 before the market has begun.
		let kept = interval == 0 || T::Market::remembered_from() <= interval;
		ensure!(kept, "forgotten before it was told");
		Ok(())
	}

	/// What closing waits for.
	fn check_waits() -> Result<(), TryRuntimeError> {
		let windows = DisputeWindows::<T>::get();
		let allowed = Self::shortest_window()..=T::MaxDisputeWindow::get();
		let within = windows.iter().all(|(_, window)| allowed.contains(window));
		let next = windows.iter().skip(1);
		let in_order = windows.iter().zip(next).all(|((a, _), (b, _))| a < b);
		ensure!(within && in_order, "dispute windows beyond bounds or out of order");
		let (closed, served) = (T::Market::closed_until(), Served::<T>::get().served);
		let open = |(interval, at)| interval >= closed && at <= served;
		ensure!(Reopened::<T>::iter().all(open), "reopened after its time, or ahead of it");
		let cursor = CorrectionCursor::<T>::get();
		let waits = |cursor: SilenceCursor| T::Market::tariff_before(cursor.interval).is_some();
		ensure!(cursor.is_none_or(waits), "a correction of nothing");
		Ok(())
	}

	/// What is locked of nodes, which is for intervals that are still to be settled.
	fn check_locks(settled: &BTreeMap<Interval, Pages>) -> Result<Locked, TryRuntimeError> {
		let mut all = Locked::new();
		let provisional = ProvisionalUntil::<T>::get().interval;
		for node in 0..T::Nodes::end() {
			let waived = T::Market::waived(node).into_iter().collect::<BTreeMap<_, _>>();
			for (interval, lock) in T::Ledger::locks(node) {
				let waived = waived.get(&interval).copied().unwrap_or(0);
				all.insert((node, interval), (lock, waived));
				let rows = settled.get(&interval).and_then(|pages| pages.get(&page_of(node)));
				let is_settled = rows.is_some_and(|rows| rows.get(node).is_some());
				ensure!(!is_settled, "a lock for what is settled");
				ensure!(interval >= provisional, "a lock for what should be settled");
			}
		}
		Ok(all)
	}

	/// What silence has cost, node by node, less what was shown to be drawn since.
	fn check_reserve(mut of_nodes: BTreeMap<NodeIndex, Planck>) -> Result<(), TryRuntimeError> {
		for (page, shown) in Shown::<T>::iter() {
			ensure!(shown.is_sound() && !shown.is_empty(), "a page of what was shown out of order");
			for (node, amount) in shown.rows(page) {
				let sum = of_nodes.entry(node).or_default();
				ensure!(0 < *amount && amount <= sum, "more was shown than silence has cost");
				*sum = sum.saturating_sub(*amount);
			}
		}
		let sum = of_nodes.into_values().fold(0, Planck::saturating_add);
		let told = T::Ledger::withheld(RESERVE);
		ensure!(sum == told, "the ledger withholds something else of the reserve");
		Ok(())
	}

	/// What is held back of utilities and of the reserve.
	fn check_held(settled: &BTreeMap<Interval, Pages>) -> Result<(), TryRuntimeError> {
		let mut of_rows = BTreeMap::<Interval, Planck>::new();
		let mut of_reserve = BTreeMap::<NodeIndex, Planck>::new();
		for (interval, pages) in settled {
			for (node, row) in pages.iter().flat_map(|(page, rows)| rows.rows(*page)) {
				let (of_utility, reserve) = row.withheld();
				let sum = of_reserve.entry(node).or_default();
				*sum = sum.saturating_add(reserve);
				if of_utility > 0 && *interval >= T::Market::closed_until() {
					let sum = of_rows.entry(*interval).or_default();
					*sum = sum.saturating_add(of_utility);
				}
			}
		}
		Self::check_reserve(of_reserve)?;
		let mut of_utilities = BTreeMap::<NodeIndex, Planck>::new();
		for (interval, held) in Held::<T>::iter() {
			ensure!(of_rows.remove(&interval) == Some(held), "held does not add up");
			let terms = T::Market::terms(interval).ok_or("held for what is pruned")?;
			let sum = of_utilities.entry(terms.utility).or_default();
			*sum = sum.saturating_add(held);
		}
		ensure!(of_rows.is_empty(), "a settlement that should be held back");
		for node in 0..T::Nodes::end() {
			let held = of_utilities.remove(&node).unwrap_or_default();
			ensure!(held == T::Ledger::withheld(node), "the ledger withholds something else");
		}
		ensure!(of_utilities.is_empty(), "something held back of no node");
		Ok(())
	}

	/// Nobody is left short whoever delivers nothing: what has been traded in an interval that is not settled is
	/// covered by what its node has locked for it, and what trust waives of that; as far as neighbours and grid go by
	/// what it has locked alone.
	fn check_covered(
		locks: &Locked,
		interval: Interval,
		node: NodeIndex,
		position: &Position,
		terms: &Terms,
	) -> Result<(), TryRuntimeError> {
		if *position == Position::default() {
			return Ok(());
		}
		let (lock, waived) = *locks.get(&(node, interval)).ok_or("a trade that is not covered")?;
		let exposure = position.exposure(&terms.tariff);
		ensure!(exposure <= lock.saturating_add(waived), "a trade that is not covered");
		let least = position.least_lock(None, &terms.tariff, &terms.limits);
		ensure!(least.is_some_and(|least| least <= lock), "neighbours that are not covered");
		Ok(())
	}

	/// The same of what is still to begin, and is as far ahead as a node can have something open.
	fn check_ahead(locks: &Locked) -> Result<(), TryRuntimeError> {
		if T::Market::remembered_from() == 0 {
			return Ok(());
		}
		let now = T::Market::now();
		for interval in now.saturating_add(1)..=now.saturating_add(T::Ledger::max_open()) {
			let Some(terms) = T::Market::terms(interval) else { continue };
			for page in 0..=page_of(T::Nodes::end()) {
				for (node, position) in T::Market::positions(interval, page).rows(page) {
					Self::check_covered(locks, interval, node, position, &terms)?;
				}
			}
		}
		Ok(())
	}

	/// What nodes' settlements came to.
	fn check_totals(settled: &BTreeMap<Interval, Pages>) -> Result<(), TryRuntimeError> {
		let mut sums = BTreeMap::<NodeIndex, Totals>::new();
		for (interval, pages) in settled {
			let Some(terms) = T::Market::terms(*interval) else { continue };
			let before = T::Market::tariff_before(*interval);
			for (page, rows) in pages {
				let positions = T::Market::positions(*interval, *page);
				let rights = T::Market::rights(*interval, *page);
				for (node, row) in rows.rows(*page) {
					let position = positions.get(node).copied().unwrap_or_default();
					let traded = (position, rights.get(node).copied());
					let terms = Self::terms_until_corrected(*interval, node, terms, before);
					sums.entry(node).or_default().add(&row.invoice(traded, &terms));
				}
			}
		}
		for (node, sum) in sums {
			let left = T::Nodes::by_index(node).is_none();
			ensure!(left || Self::totals(node).covers(&sum), "totals that lack a settlement");
		}
		for (group, rows) in TotalsOf::<T>::iter() {
			let first = group.saturating_mul(TOTALS_GROUP);
			for (node, totals) in (first..).zip(rows) {
				let exists = T::Nodes::by_index(node).is_some();
				ensure!(exists || totals == Totals::default(), "totals of no node");
			}
			ensure!(rows != TotalsGroup::default(), "totals of nothing");
		}
		Ok(())
	}

	/// What neighbours have traded with each other, and that it is covered until they are settled.
	fn check_neighbours(
		settled: &BTreeMap<Interval, Pages>,
		locks: &Locked,
	) -> Result<(), TryRuntimeError> {
		let signed = |amount| i128::try_from(amount).unwrap_or(i128::MAX);
		let remembered = T::Market::remembered_from();
		let mut intervals: BTreeSet<_> = settled.keys().copied().collect();
		if remembered > 0 {
			intervals.extend(remembered..=T::Market::now());
		}
		let none = Pages::new();
		for interval in intervals {
			// Those of an interval without terms wait to be pruned; they add up to nothing.
			let Some(terms) = T::Market::terms(interval) else { continue };
			let pages = settled.get(&interval).unwrap_or(&none);
			let (mut neighbours, mut all_settled) = (0_i128, true);
			for page in 0..=page_of(T::Nodes::end()) {
				let rows = pages.get(&page);
				for (node, position) in T::Market::positions(interval, page).rows(page) {
					if rows.is_none_or(|rows| rows.get(node).is_none()) {
						all_settled &= *position == Position::default();
						Self::check_covered(locks, interval, node, position, &terms)?;
						continue;
					}
					neighbours = neighbours.saturating_add(signed(position.cost));
					neighbours = neighbours.saturating_sub(signed(position.revenue));
				}
			}
			let found = T::Ledger::neighbours(interval);
			let closed = interval < T::Market::closed_until();
			let rent = if closed { T::Market::rent(interval) } else { 0 };
			let left = neighbours.saturating_sub(signed(rent));
			ensure!(found == left, "the ledger says something else of the neighbours");
			ensure!(!closed || !all_settled || found == 0, "a closed interval does not add up");
		}
		Ok(())
	}

	/// Who owes readings.
	fn check_duties() -> Result<(), TryRuntimeError> {
		for (page, duties) in Duties::<T>::iter() {
			ensure!(duties.is_sound() && !duties.is_empty(), "a page of duties out of order");
			for (node, duty) in duties.rows(page) {
				ensure!(T::Nodes::by_index(node).is_some(), "a duty of no node");
				let spans = duty.spans.iter();
				ensure!(!duty.spans.is_empty(), "a duty of nothing");
				let ends = |until: &Option<Interval>, next| until.is_some_and(|end| end <= next);
				let ordered = spans.clone().zip(spans.clone().skip(1));
				ensure!(
					ordered.into_iter().all(|((_, until), (next, _))| ends(until, *next))
						&& spans.clone().all(|(from, until)| until.is_none_or(|end| *from < end)),
					"a duty out of order"
				);
			}
		}
		for node in 0..T::Nodes::end() {
			let owes = !Self::duty(node).spans.is_empty();
			let told = T::Ledger::standing_required(node) == owes;
			ensure!(told, "the ledger knows something else of who owes readings");
		}
		Ok(())
	}
}
