// SPDX-License-Identifier: Apache-2.0

//! Nodes are paid when an interval is settled for good: interval by interval, page by page and node by node, so that it is
//! plain who comes last when a pot is empty. A cursor trails behind the closing, in steps of known weight.

use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{
	defensive,
	traits::{Get, PalletInfoAccess},
	weights::{Weight, WeightMeter},
};
use gridmerit_energy::{Interval, NodeIndex, Planck, Wh};
use gridmerit_pallet_support::{
	ClosedIntervals, Entry, IntervalClock, IntervalReaders, IntervalTerms, Ledger, NodeSources,
	OnShortfall, PAGE_ROWS, Page, Party, Posting, SettledEnergy, SettledIntervals, SubsidyPot,
	TeNodes,
};

use crate::{
	Config, Cursor, Event, Moment, PaidUntil, Pallet, Programme, Programmes, ProgrammesOf,
	Received, ReceivedPages, WeightInfo,
};

type BookOf<T> = <<T as Config>::Ledger as Ledger>::Book;

/// How far it is, and with which programmes.
struct Run<T: Config> {
	programmes: ProgrammesOf<T>,
	cursor: Cursor,
}

/// A page of nodes while it is paid: what each got by now, by the place of the programme.
type Rows = BTreeMap<usize, Page<Received>>;

impl<T: Config> Pallet<T> {
	/// The most that a step costs, with what each block costs.
	pub(crate) fn largest_step() -> Weight {
		Self::looking().saturating_add(Self::paying_step()).saturating_add(T::WeightInfo::forget())
	}

	/// What a look at what there is to do costs, and to note how far it is done.
	pub(crate) fn looking() -> Weight {
		T::WeightInfo::poll().saturating_add(T::Market::note_reader_weight())
	}

	/// The most that [`Run::step`] costs.
	fn paying_step() -> Weight {
		T::WeightInfo::page(PAGE_ROWS).max(T::WeightInfo::finish()).max(T::WeightInfo::skip())
	}

	/// Pays what is settled for good, as far as the weight goes.
	pub(crate) fn advance(meter: &mut WeightMeter) {
		if meter.try_consume(Self::looking()).is_err() {
			return;
		}
		let programmes = Programmes::<T>::get();
		if programmes.is_empty() {
			return;
		}
		let closed = T::Market::closed_until();
		if let Some(cursor) = PaidUntil::<T>::get() {
			let mut run = Run::<T> { programmes, cursor };
			run.pass_forgotten();
			while run.has_work(closed) && meter.can_consume(Self::paying_step()) {
				meter.consume(run.step());
			}
			run.store(cursor);
			let needed = PaidUntil::<T>::get().map(|cursor| cursor.interval);
			if needed != Some(cursor.interval) {
				Self::note_needed(needed);
			}
		}
		if meter.can_consume(T::WeightInfo::forget()) && Self::forget(closed) {
			meter.consume(T::WeightInfo::forget());
		}
	}

	/// Has the market remember all from an interval on, or nothing any more.
	pub(crate) fn note_needed(from: Option<Interval>) {
		T::Market::note_reader(<Self as PalletInfoAccess>::index() as u8, from);
	}

	/// A step of the hook, and what it changes stored.
	#[cfg(feature = "runtime-benchmarks")]
	pub(crate) fn step_for_benchmark() {
		let cursor = PaidUntil::<T>::get().expect("a programme runs");
		let mut run = Run::<T> { programmes: Programmes::<T>::get(), cursor };
		run.step();
		run.store(cursor);
	}

	/// Removes a page of what a programme has paid that has been over for long, or then the programme; whether there was
	/// any. One a block: to look for the next page would be to walk past those that this block has removed.
	pub(crate) fn forget(closed: Interval) -> bool {
		let mut programmes = Programmes::<T>::get();
		let old = |programme: &Programme<T::AccountId>| {
			let since = |over: Interval| over.saturating_add(T::Remembered::get());
			// Money that could be paid to nobody is not forgotten.
			programme.left == 0 && programme.over.is_some_and(|over| since(over) <= closed)
		};
		let Some(place) = programmes.iter().position(old) else { return false };
		let Some(number) = programmes.get(place).map(|programme| programme.number) else {
			return false;
		};
		if let Some(page) = ReceivedPages::<T>::iter_key_prefix(number).next() {
			ReceivedPages::<T>::remove(number, page);
		} else {
			programmes.remove(place);
			Programmes::<T>::put(programmes);
			Self::deposit_event(Event::Forgotten { programme: number });
		}
		true
	}
}

impl<T: Config> Run<T> {
	/// What nobody remembers, as this is too far behind, is not paid.
	fn pass_forgotten(&mut self) {
		let (first, end) = (self.cursor.interval, T::Market::remembered_from());
		if first < end {
			self.cursor = Cursor { interval: end, page: 0 };
			Pallet::<T>::deposit_event(Event::Lapsed { first, end });
		}
	}

	fn has_work(&self, closed: Interval) -> bool {
		let runs = self.programmes.iter().any(|programme| programme.over.is_none());
		runs && (self.cursor.interval < closed || self.due().is_some())
	}

	/// The place of a programme that is to end.
	fn due(&self) -> Option<usize> {
		let passed = |until| self.cursor.interval >= until;
		self.programmes.iter().position(|programme| {
			programme.over.is_none() && (programme.left == 0 || passed(programme.rules.until))
		})
	}

	/// The places of programmes that pay for the interval at hand.
	fn paying(&self, begins: Moment) -> Vec<usize> {
		let pays = |programme: &Programme<T::AccountId>| {
			programme.over.is_none()
				&& programme.left > 0
				&& programme.rules.covers(self.cursor.interval, begins)
		};
		let all = self.programmes.iter().enumerate();
		all.filter(|(_, programme)| pays(programme)).map(|(place, _)| place).collect()
	}

	/// Ends a programme, or pays a page of nodes, or passes by an interval for which nobody pays; what it cost.
	fn step(&mut self) -> Weight {
		if let Some(place) = self.due() {
			self.finish(place);
			return T::WeightInfo::finish();
		}
		let begins = Moment::at(T::Market::start(self.cursor.interval));
		let paying = self.paying(begins);
		let pages = T::Nodes::end().div_ceil(PAGE_ROWS);
		let following = self.cursor.page.saturating_add(1);
		let rows = match paying.is_empty() {
			true => None,
			false => Some(self.pay_page(&paying, begins.day())),
		};
		if rows.is_some() && following < pages {
			self.cursor.page = following;
		} else {
			self.cursor = Cursor { interval: self.cursor.interval.saturating_add(1), page: 0 };
		}
		rows.map_or(T::WeightInfo::skip(), T::WeightInfo::page)
	}

	/// Pays the nodes of a page; how many were looked at.
	fn pay_page(&mut self, paying: &[usize], day: u32) -> u32 {
		let Cursor { interval, page } = self.cursor;
		let settled = T::Settlement::settled(interval, page).into_iter();
		// Silence is no energy.
		let fed_in: Vec<_> =
			settled.filter(|row| row.basis.is_metered() && row.metered.export > 0).collect();
		let looked_at = u32::try_from(fed_in.len()).unwrap_or(PAGE_ROWS);
		let mut rows = Rows::new();
		for place in paying {
			if let Some(programme) = self.programmes.get(*place) {
				rows.insert(*place, ReceivedPages::<T>::get(programme.number, page));
			}
		}
		let mut book = BookOf::<T>::default();
		let mut changed = false;
		for SettledEnergy { node, metered, .. } in fed_in {
			changed |= self.pay_node(&mut book, &mut rows, node, metered.export, day);
		}
		T::Ledger::store(&mut book);
		if changed {
			for (place, rows) in rows {
				if let Some(programme) = self.programmes.get(place).filter(|_| !rows.is_empty()) {
					ReceivedPages::<T>::insert(programme.number, page, rows);
				}
			}
		}
		looked_at
	}

	/// Pays a node from all programmes that pay for its energy; whether it got anything.
	fn pay_node(
		&mut self,
		book: &mut BookOf<T>,
		rows: &mut Rows,
		node: NodeIndex,
		energy: Wh,
		day: u32,
	) -> bool {
		// Who has left gets nothing. What a battery gives back was paid for when it was generated.
		let Some(view) = T::Nodes::by_index(node) else { return false };
		if view.battery.is_some() || view.roles.only_stores() || view.roles.utility {
			return false;
		}
		let interval = self.cursor.interval;
		let source = T::Sources::source_of(node, interval);
		let mut parts: Vec<(usize, Planck)> = Vec::new();
		for (place, rows) in rows.iter() {
			let Some(programme) = self.programmes.get(*place) else { continue };
			let rules = &programme.rules;
			if !rules.takes(source) {
				continue;
			}
			let today = rows.get(node).map_or(0, |row| row.on(day));
			let room = rules.per_day.saturating_sub(today).min(programme.left);
			let amount = rules.pay(energy).min(room);
			if amount > 0 {
				parts.push((*place, amount));
			}
		}
		let amount = parts.iter().fold(0, |sum: Planck, (_, part)| sum.saturating_add(*part));
		if amount == 0 {
			return false;
		}
		if let Err(error) = post::<T>(book, Party::Node(node), amount) {
			defensive!("a subsidy that cannot be paid", (node, error));
			Pallet::<T>::deposit_event(Event::NotPaid { node, interval, error });
			return false;
		}
		for (place, amount) in parts {
			let Some(programme) = self.programmes.get_mut(place) else { continue };
			let Some(rows) = rows.get_mut(&place) else { continue };
			programme.left = programme.left.saturating_sub(amount);
			programme.paid = programme.paid.saturating_add(amount);
			let before = rows.get(node).copied().unwrap_or_default();
			let row = Received {
				day,
				today: before.on(day).saturating_add(amount),
				amount: before.amount.saturating_add(amount),
				energy: before.energy.saturating_add(energy),
			};
			rows.set(node, row);
			let programme = programme.number;
			Pallet::<T>::deposit_event(Event::Paid { programme, node, interval, energy, amount });
		}
		true
	}

	/// Ends a programme: what is left goes back to its sponsor. What its account cannot take, as it would be below the
	/// existential deposit, is the market's reserve's.
	fn finish(&mut self, place: usize) {
		let interval = self.cursor.interval;
		let Some(programme) = self.programmes.get_mut(place) else { return };
		let left = core::mem::take(&mut programme.left);
		// A cursor that is ahead of it, as nothing else is to be paid yet, keeps its place for no longer.
		programme.over = Some(interval.min(programme.rules.until));
		let (mut returned, mut reserved) = (0, 0);
		if left > 0 {
			if T::Ledger::refund(&programme.sponsor, left).is_ok() {
				returned = left;
			} else {
				let mut book = BookOf::<T>::default();
				let posted = post::<T>(&mut book, Party::RESERVE, left);
				T::Ledger::store(&mut book);
				match posted {
					Ok(()) => reserved = left,
					Err(error) => {
						defensive!("what is left of subsidies cannot be posted", error);
						programme.left = left;
					},
				}
			}
		}
		let (programme, paid) = (programme.number, programme.paid);
		Pallet::<T>::deposit_event(Event::Ended { programme, paid, returned, reserved });
	}

	fn store(self, before: Cursor) {
		let Self { programmes, cursor } = self;
		if programmes.iter().all(|programme| programme.over.is_some()) {
			PaidUntil::<T>::kill();
		} else if cursor != before {
			PaidUntil::<T>::put(cursor);
		}
		if programmes != Programmes::<T>::get() {
			Programmes::<T>::put(programmes);
		}
	}
}

/// Pays so much of what sponsors have paid in.
fn post<T: Config>(
	book: &mut BookOf<T>,
	to: Party,
	amount: Planck,
) -> Result<(), frame_support::pallet_prelude::DispatchError> {
	let (from, on_shortfall) = (Party::SUBSIDIES, OnShortfall::Refuse);
	let postings = [Posting { from, to, amount, on_shortfall, withheld: false }];
	T::Ledger::post_in(book, Entry { postings: &postings, ..Default::default() })?;
	Ok(())
}
