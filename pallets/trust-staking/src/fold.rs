// SPDX-License-Identifier: Apache-2.0

//! Hooks: sessions are folded and slashes applied, in steps of known weight.

use alloc::vec::Vec;
use frame_support::{
	pallet_prelude::*,
	weights::{Weight, WeightMeter},
};
use gridmerit_energy::NodeIndex;
use gridmerit_pallet_support::{OnRemove, Page, SessionIndex, page_of};
use gridmerit_trust::{Conduct, Folded};

use crate::{
	ConductPages, ConductSets, Config, Event, FoldCursor, Folding, History, Pallet, Promised,
	Reports, ReportsFrom, Rules, Running, RunningSession, StandingPages, StandingRow,
	weights::WeightInfo,
};

/// Most nodes that a step folds: a quarter of a page.
pub(crate) const FOLD_ROWS: u32 = 32;

/// The session that a chain begins with, at least for its indices: what is known before is of no day.
pub(crate) const FIRST_SESSION: SessionIndex = 0;

/// Most reports that a step forgets.
pub(crate) const PRUNE_ROWS: usize = 16;

impl<T: Config> Pallet<T> {
	/// The least that a block must have for trust to move, whatever comes next.
	pub(crate) fn largest_step() -> Weight {
		T::WeightInfo::fold(FOLD_ROWS)
			.max(T::WeightInfo::apply_slash())
			.saturating_add(T::WeightInfo::poll())
	}

	/// Folds and slashes what there is to fold and to slash, as far as the weight goes.
	pub(crate) fn advance(meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::poll()).is_err() {
			return;
		}
		let now = T::Session::get();
		Self::begin_fold(now);
		while Folding::<T>::exists() {
			if !meter.can_consume(T::WeightInfo::fold(FOLD_ROWS)) {
				return;
			}
			meter.consume(T::WeightInfo::fold(Self::fold_step()));
		}
		Self::enact_rules(now);
		while Self::is_slash_due() {
			if meter.try_consume(T::WeightInfo::apply_slash()).is_err() {
				return;
			}
			Self::apply_next_slash();
		}
	}

	/// If the session is over and the one before it is folded, what was gathered is to be folded.
	pub(crate) fn begin_fold(now: SessionIndex) {
		let RunningSession { session, place } = Running::<T>::get();
		if now <= session || Folding::<T>::exists() {
			return;
		}
		Running::<T>::put(RunningSession { session: now, place: !place });
		if !ConductSets::<T>::get(place).is_empty() {
			Folding::<T>::put(FoldCursor { session, day: Self::today(), page: 0 });
		}
	}

	/// Folds the next nodes: how many, or as many as it can where that is as dear. What is folded is taken away, so
	/// nothing is folded twice.
	pub(crate) fn fold_step() -> u32 {
		let Some(cursor) = Folding::<T>::get() else { return 0 };
		let place = !Running::<T>::get().place;
		let Some(page) = ConductSets::<T>::get(place).from(cursor.page) else {
			ConductSets::<T>::remove(place);
			Folding::<T>::kill();
			Self::deposit_event(Event::SessionFolded { session: cursor.session });
			return 0;
		};
		let conducts = ConductPages::<T>::take(place, page);
		let rows: Vec<(NodeIndex, Conduct)> =
			conducts.rows(page).take(FOLD_ROWS as usize).map(|(node, row)| (node, *row)).collect();
		let last = rows.last().map_or(NodeIndex::MAX, |(node, _)| *node);
		let rest = conducts.update(page, |node, row| (node > last).then_some(row));
		if rest.is_empty() {
			let page = page.saturating_add(1);
			Folding::<T>::put(FoldCursor { page, ..cursor });
		} else {
			ConductPages::<T>::insert(place, page, rest);
		}
		let first = cursor.session == FIRST_SESSION;
		if first || !rows.is_empty() {
			let mut standings = StandingPages::<T>::get(page);
			if first {
				standings = standings.update(page, |_, row| Some(row.dated(cursor.day)));
			}
			Self::fold_rows(&cursor, &rows, &mut standings);
			if !standings.is_empty() {
				StandingPages::<T>::insert(page, standings);
			}
		}
		if first { FOLD_ROWS } else { rows.len() as u32 }
	}

	/// Folds nodes of a page.
	fn fold_rows(
		cursor: &FoldCursor,
		rows: &[(NodeIndex, Conduct)],
		standings: &mut Page<StandingRow>,
	) {
		let rules = Rules::<T>::get();
		let FoldCursor { session, day, .. } = *cursor;
		let mut room = Self::reward_room();
		let mut promised = Promised::<T>::get();
		for (node, conduct) in rows {
			let (node, conduct) = (*node, *conduct);
			let row = standings.get(node).copied();
			let mut row = row.unwrap_or_else(|| StandingRow::new(day, &rules.params));
			let (reputation, changes) = row.reputation.fold(&conduct, day, &rules.params);
			let index = reputation.index;
			let (reward, own) = Self::reward_risk(node, session, index, &changes, &rules, room);
			row.reputation = reputation;
			row.owed = row.owed.saturating_add(own);
			standings.set(node, row);
			room = room.saturating_sub(reward);
			promised = promised.saturating_add(reward);
			Self::remember(node, Folded { session, day, conduct, changes, reward });
			Self::deposit_event(Event::IndexMoved {
				node,
				session,
				index,
				conduct,
				changes,
				reward,
			});
		}
		Promised::<T>::put(promised);
	}

	/// Keeps a change of an index; the oldest goes.
	fn remember(node: NodeIndex, folded: Folded) {
		History::<T>::mutate(node, |history| {
			if history.is_full() {
				history.remove(0);
			}
			// There is room now.
			let _ = history.try_push(folded);
		});
	}

	/// Forgets reports of sessions of which nothing can be reported any more.
	pub(crate) fn prune(meter: &mut WeightMeter) {
		while meter.try_consume(T::WeightInfo::prune()).is_ok() {
			let session = ReportsFrom::<T>::get();
			if session.saturating_add(T::ReportWindow::get()) >= T::Session::get() {
				return;
			}
			let ids: Vec<_> = Reports::<T>::iter_key_prefix(session).take(PRUNE_ROWS).collect();
			if ids.len() < PRUNE_ROWS {
				ReportsFrom::<T>::put(session.saturating_add(1));
			}
			ids.into_iter().for_each(|id| Reports::<T>::remove(session, id));
		}
	}
}

/// A node has left: nothing is bonded behind it, as that would have held it. What is stored of it goes, and rewards that
/// it did not claim are there for others.
impl<T: Config> OnRemove for Pallet<T> {
	fn removed(node: NodeIndex) {
		let page = page_of(node);
		let mut owed = 0;
		StandingPages::<T>::mutate_exists(page, |stored| {
			let mut rows = stored.take().unwrap_or_default();
			owed = rows.remove(node).map_or(0, |row| row.owed);
			*stored = Some(rows).filter(|rows| !rows.is_empty());
		});
		if owed > 0 {
			Self::unpromise(owed);
		}
		for place in [false, true] {
			ConductPages::<T>::mutate_exists(place, page, |stored| {
				let mut rows = stored.take().unwrap_or_default();
				rows.remove(node);
				*stored = Some(rows).filter(|rows| !rows.is_empty());
			});
		}
		History::<T>::remove(node);
	}

	fn weight() -> Weight {
		T::WeightInfo::on_remove()
	}
}
