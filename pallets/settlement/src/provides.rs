// SPDX-License-Identifier: Apache-2.0

//! Traits for other pallets.

use alloc::vec::Vec;
use frame_support::{ensure, pallet_prelude::*, traits::Defensive, weights::Weight};
use gridmerit_energy::{Basis, Interval, Metered, NodeIndex, PageIndex, Wh};
use gridmerit_pallet_support::{
	Ledger, MeteredNodes, OnRemove, ReadingDuty, SettledEnergy, SettledIntervals, Settlement,
	Unsettleable, page_of,
};

use crate::{
	Case, Config, Duties, Pallet, Reopened, Served, Settled, SettledPages, Shared, SparedUntil,
	WeightInfo,
};

impl<T: Config> Settlement for Pallet<T> {
	type Shared = Shared<T>;
	type Case = Case;

	fn case(
		shared: &mut Shared<T>,
		interval: Interval,
		node: NodeIndex,
	) -> Result<Case, Unsettleable> {
		let case = Self::open_case(shared, interval, node)?;
		let open = case.before.is_none_or(|row| row.basis.is_provisional());
		ensure!(open, Unsettleable::Settled);
		Ok(case)
	}

	fn spare_case(shared: &mut Shared<T>, interval: Interval, node: NodeIndex) -> Option<Case> {
		let case = Self::open_case(shared, interval, node).ok()?;
		let silent = |row: Settled| matches!(row.basis, Basis::Silence | Basis::Revoked);
		case.before.is_some_and(silent).then_some(Case { basis: Basis::Spare, ..case })
	}

	fn settle(shared: &mut Shared<T>, case: Case, metered: Metered) -> Result<bool, DispatchError> {
		let (basis, interval, node) = (case.basis, case.interval, case.node.index);
		let dear = Self::settle_case(shared, case, metered, basis)?;
		if basis == Basis::Spare {
			SparedUntil::<T>::mutate(node, |until| *until = interval.saturating_add(1).max(*until));
		}
		Ok(dear)
	}

	fn store(shared: &mut Shared<T>) {
		shared.store();
	}

	fn reopen(interval: Interval, node: NodeIndex) -> bool {
		Self::reopen_basis(interval, node, Basis::Reading)
	}

	fn reopen_spare(interval: Interval, node: NodeIndex) -> bool {
		Self::reopen_basis(interval, node, Basis::Spare)
	}

	fn charge_unaccounted(node: NodeIndex, first: Interval, last: Interval, drawn: Wh) {
		// An overflow would need more money than there is.
		let _ = Self::do_charge_unaccounted(node, first, last, drawn).defensive();
	}

	fn rights_weight() -> Weight {
		Self::rights_weight()
	}

	fn looked_at() -> u32 {
		Self::most_looked_at()
	}

	fn window() -> u32 {
		Self::open_with(Self::longest_window())
	}

	fn reopenable() -> u32 {
		Self::longest_window().saturating_add(2)
	}

	fn max_window() -> u32 {
		Self::open_with(T::MaxDisputeWindow::get())
	}

	fn set_duty(node: NodeIndex, duty: ReadingDuty) {
		// Who owes a reading may trade, in the intervals that its meter will prove.
		T::Market::set_metered(node, &duty);
		let page = page_of(node);
		let mut duties = Duties::<T>::get(page);
		let owes = !duty.spans.is_empty();
		let before = if owes { duties.set(node, duty) } else { duties.remove(node) };
		if duties.is_empty() {
			Duties::<T>::remove(page);
		} else {
			Duties::<T>::insert(page, duties);
		}
		if before.is_some() != owes {
			T::Ledger::require_standing(node, owes);
		}
	}

	fn duty(node: NodeIndex) -> ReadingDuty {
		Self::duty(node)
	}
}

impl<T: Config> Pallet<T> {
	/// Opens again what a reading has settled. What that stated does not count, be it ever so much: whoever has a
	/// meter's key makes its node owe no more than silence does.
	fn reopen_basis(interval: Interval, node: NodeIndex, basis: Basis) -> bool {
		let service = Served::<T>::get();
		if !Self::can_be_reopened(&service, interval) {
			return false;
		}
		let mut shared = Shared::default();
		let Ok(case) = Self::open_case(&mut shared, interval, node) else { return false };
		if case.before.is_none_or(|row| row.basis != basis) {
			return false;
		}
		let worst = Self::worst_case(&case.node);
		let settled = Self::settle_case(&mut shared, case, worst, Basis::Revoked).defensive();
		shared.store();
		if settled.is_ok() {
			Reopened::<T>::insert(interval, service.served);
		}
		settled.is_ok()
	}
}

impl<T: Config> SettledIntervals for Pallet<T> {
	fn settled(interval: Interval, page: PageIndex) -> Vec<SettledEnergy> {
		let rows = SettledPages::<T>::get(interval, page);
		rows.rows(page).map(|(node, row)| row.energy(node)).collect()
	}

	fn settled_node(interval: Interval, node: NodeIndex) -> Option<SettledEnergy> {
		let rows = SettledPages::<T>::get(interval, page_of(node));
		rows.get(node).map(|row| row.energy(node))
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn settle_for(interval: Interval, row: SettledEnergy) {
		let SettledEnergy { node, basis, metered } = row;
		let Metered { import, export } = metered;
		let row = Settled { basis, above_limit: false, import, export, held: 0 };
		SettledPages::<T>::mutate(interval, page_of(node), |rows| rows.set(node, row));
	}
}

impl<T: Config> OnRemove for Pallet<T> {
	/// Its settlements go with the others of their intervals.
	fn removed(node: NodeIndex) {
		Shared::<T>::forget_totals(node);
		SparedUntil::<T>::remove(node);
	}

	fn weight() -> Weight {
		T::WeightInfo::removed().saturating_add(T::DbWeight::get().writes(1))
	}
}
