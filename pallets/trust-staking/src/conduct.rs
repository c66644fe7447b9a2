// SPDX-License-Identifier: Apache-2.0

//! What is reported of nodes' conduct. It is gathered as sums; no index moves before the session is over.

use codec::Encode;
use frame_support::pallet_prelude::*;
use gridmerit_energy::{Interval, Invoice, NodeIndex, PageIndex};
use gridmerit_pallet_support::{ConductSink, Report, SessionIndex, TeNodes, page_of};
use gridmerit_trust::{Conduct, Day};
use sp_io::hashing::blake2_256;

use crate::{
	ConductPages, ConductSets, Config, Error, Event, Pallet, Reports, Rules, Running,
	StandingPages, StandingRow,
};

/// Milliseconds of a day.
const DAY_MILLIS: u128 = 86_400_000;

impl<T: Config> Pallet<T> {
	/// The number of this day.
	pub(crate) fn today() -> Day {
		use frame_support::traits::UnixTime;
		let millis = T::Time::now().as_millis();
		Day::try_from(millis / DAY_MILLIS).unwrap_or(Day::MAX)
	}

	/// Adds to what a node has done in the running session.
	fn add_conduct(node: NodeIndex, conduct: Conduct) {
		let (place, page) = (Running::<T>::get().place, page_of(node));
		ConductPages::<T>::mutate(place, page, |rows| {
			let before = rows.get(node).copied().unwrap_or_default();
			rows.set(node, before.join(conduct));
		});
		ConductSets::<T>::mutate(place, |pages| pages.insert(page));
	}

	/// Takes out of it what was added, as far as it was not something else meanwhile.
	pub(crate) fn remove_conduct(node: NodeIndex, conduct: Conduct) {
		let (place, page) = (Running::<T>::get().place, page_of(node));
		ConductPages::<T>::mutate_exists(place, page, |stored| {
			let mut rows = stored.take().unwrap_or_default();
			if let Some(left) = rows.get(node).and_then(|all| all.without(conduct)) {
				if left.is_empty() {
					rows.remove(node);
				} else {
					rows.set(node, left);
				}
			}
			*stored = Some(rows).filter(|rows| !rows.is_empty());
		});
	}
}

impl<T: Config> ConductSink<T::AccountId> for Pallet<T> {
	fn closed(interval: Interval, page: PageIndex, invoices: &[(NodeIndex, Invoice)]) {
		let params = Rules::<T>::get().params;
		let today = Self::today();
		let place = Running::<T>::get().place;
		let mut standings = StandingPages::<T>::get(page);
		let mut conducts = ConductPages::<T>::get(place, page);
		let mut changed = false;
		for (node, invoice) in invoices {
			let conduct = Conduct::of(invoice, &params);
			if conduct.is_empty() || page_of(*node) != page {
				continue;
			}
			let mut row = match standings.get(*node) {
				Some(row) => *row,
				// Rows of nodes that leave go, so only of new ones has to be asked whether they are there.
				None if T::Nodes::by_index(*node).is_none() => continue,
				None => StandingRow::new(today, &params),
			};
			if !row.counted.insert(interval) {
				continue;
			}
			standings.set(*node, row);
			let before = conducts.get(*node).copied().unwrap_or_default();
			conducts.set(*node, before.join(conduct));
			changed = true;
		}
		if changed {
			StandingPages::<T>::insert(page, standings);
			ConductPages::<T>::insert(place, page, conducts);
			let mut pages = ConductSets::<T>::get(place);
			if pages.insert(page) {
				ConductSets::<T>::insert(place, pages);
			}
		}
	}

	fn report(report: Report<T::AccountId>) -> Result<(), DispatchError> {
		let Report { node, offence, severity, session, evidence, reporter, .. } = report.clone();
		ensure!(T::Nodes::by_index(node).is_some(), Error::<T>::UnknownNode);
		let now = T::Session::get();
		ensure!(session <= now, Error::<T>::NotYet);
		let last = session.saturating_add(T::ReportWindow::get());
		ensure!(now <= last, Error::<T>::TooOld);
		let id = (node, offence, evidence).using_encoded(blake2_256);
		ensure!(!Reports::<T>::contains_key(session, id), Error::<T>::AlreadyReported);
		Reports::<T>::insert(session, id, ());
		if let Some(offence) = offence {
			let conduct = Conduct::offence(offence, severity);
			if !conduct.is_empty() {
				Self::add_conduct(node, conduct);
			}
		}
		Self::deposit_event(Event::OffenceReported {
			node,
			offence,
			severity,
			session,
			evidence,
			reporter,
		});
		Self::queue_slash(report);
		Ok(())
	}

	fn session() -> SessionIndex {
		T::Session::get()
	}
}
