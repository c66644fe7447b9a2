// SPDX-License-Identifier: Apache-2.0

//! A node's interval is settled with its meter's reading, or without.

use frame_support::{ensure, pallet_prelude::*};
use gridmerit_energy::{Basis, Interval, Invoice, Metered, NodeIndex};
use gridmerit_pallet_support::{
	BatteryFlows, FeedIn, NodeView, TeNodes, Unsettleable, ViolationKind, ViolationSink, page_of,
};

use crate::{Case, Config, Event, Pallet, Settled, Shared, postings::Parties};

impl<T: Config> Pallet<T> {
	/// A node's interval that is over and not settled for good.
	pub(crate) fn open_case(
		shared: &mut Shared<T>,
		interval: Interval,
		index: NodeIndex,
	) -> Result<Case, Unsettleable> {
		let terms = shared.terms_of(interval, index)?;
		let node = T::Nodes::by_index(index).ok_or(Unsettleable::UnknownNode)?;
		ensure!(index != terms.utility, Unsettleable::IsUtility);
		let page = shared.page(interval, page_of(index));
		let (position, mut right) = page.traded(index);
		let before = page.rows.get(index).copied();
		// By what it is settled first it is settled anew.
		if right.is_none() && before.is_none() && page.has_full_lines::<T>() {
			let behind = T::Market::is_behind_full_line(interval, index, node.bus);
			right = behind.then(Default::default);
		}
		let traded = (position, right);
		Ok(Case { interval, node, terms, traded, before, basis: Basis::Reading })
	}

	/// What a silent node is taken to have used.
	pub(crate) fn worst_case(node: &NodeView) -> Metered {
		Metered { import: node.limits.consumption, export: 0 }
	}

	/// Settles a node's interval, for the first time or anew; whether that was more work than an ordinary first
	/// settlement. Changes nothing if it fails.
	pub(crate) fn settle_case(
		shared: &mut Shared<T>,
		case: Case,
		metered: Metered,
		basis: Basis,
	) -> Result<bool, DispatchError> {
		let Case { interval, node: view, terms, traded, before, .. } = case;
		let NodeView { index: node, limits, battery, .. } = view;
		let (position, right) = traded;
		// What it has sold it may feed in, whatever its limit has become since.
		let most = limits.generation.max(position.short());
		let above_limit = metered.import > limits.consumption || metered.export > most;
		let counts = Metered { export: metered.export.min(most), ..metered };
		let invoice = Invoice::with_right(basis, counts, above_limit, traded, terms.tariff);
		let replaced = before.map(|row| row.invoice(traded, &terms));

		let parties = Parties { interval, node, utility: terms.utility, grid: terms.grid };
		let corrected = before.zip(replaced.as_ref()).map(|(row, replaced)| (replaced, row.held));
		let (held, in_debt) = shared.pay(parties, corrected, &invoice)?;

		let Metered { import, export } = counts;
		let row = Settled { basis, above_limit, import, export, held };
		let page = shared.page(interval, page_of(node));
		page.set(node, row);
		if let Some(right) = right {
			page.note(node, right);
		}
		shared.change_totals(node, |totals| {
			if let Some(replaced) = &replaced {
				totals.remove(replaced);
			}
			totals.add(&invoice);
		});
		if let Some(battery) = battery {
			// Without a reading it is taken to have done what it promised.
			let promised = Metered { import: position.long(), export: position.short() };
			let flow = if basis.is_metered() { metered } else { promised };
			T::Market::report(node, battery, interval, flow);
		}
		let corrects = replaced.is_some();
		Self::deposit_event(Event::IntervalSettled { node, interval, invoice, corrects });
		if above_limit && basis.is_metered() && before.is_none_or(|row| !row.above_limit) {
			T::Violations::report(node, ViolationKind::LimitExceeded);
		}
		Ok(corrects || in_debt || above_limit || battery.is_some())
	}
}
