// SPDX-License-Identifier: Apache-2.0

//! Traits for other pallets.

use frame_support::{ensure, pallet_prelude::*, traits::Defensive};
use gridmerit_energy::{Basis, Interval, Metered, NodeIndex, Wh};
use gridmerit_pallet_support::{Ledger, ReadingDuty, Settlement, Unsettleable, page_of};

use crate::{Case, Config, Duties, Pallet, Reopened, Served, Shared};

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

	fn settle(shared: &mut Shared<T>, case: Case, metered: Metered) -> Result<bool, DispatchError> {
		Self::settle_case(shared, case, metered, Basis::Reading)
	}

	fn store(shared: &mut Shared<T>) {
		shared.store();
	}

	fn reopen(interval: Interval, node: NodeIndex) -> bool {
		let service = Served::<T>::get();
		if !Self::can_be_reopened(&service, interval) {
			return false;
		}
		let mut shared = Shared::default();
		let Ok(case) = Self::open_case(&mut shared, interval, node) else { return false };
		let Some(row) = case.before.filter(|row| row.basis == Basis::Reading) else {
			return false;
		};
		// It does not get cheaper by that.
		let worst = Self::worst_case(&case.node);
		let worst = Metered { import: worst.import.max(row.import), ..worst };
		let settled = Self::settle_case(&mut shared, case, worst, Basis::Revoked).defensive();
		shared.store();
		Reopened::<T>::insert(interval, service.served);
		settled.is_ok()
	}

	fn charge_unaccounted(node: NodeIndex, first: Interval, last: Interval, drawn: Wh) {
		// An overflow would need more money than there is.
		let _ = Self::do_charge_unaccounted(node, first, last, drawn).defensive();
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
