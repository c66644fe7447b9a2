// SPDX-License-Identifier: Apache-2.0

//! Double entry: money moves inside the pot from one party to another, all of an entry or nothing.

use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{defensive, ensure};
use gridmerit_energy::{Interval, NodeIndex, Planck, is_no_node};
use gridmerit_pallet_support::{Entry, OnShortfall, Party, Posted, Posting, Release};

use crate::{BalanceOf, Config, Debts, Error, Event, Neighbours, Pallet, rows::Row};

/// A node's money while an entry is posted, in planck.
pub(crate) struct Money<T: Config> {
	row: Row<T>,
	pub(crate) credit: Planck,
	pub(crate) locked: Planck,
	pub(crate) withheld: Planck,
	pub(crate) debts: Planck,
	pub(crate) claims: Planck,
}

impl<T: Config> Money<T> {
	fn new(row: Row<T>) -> Self {
		let planck = Pallet::<T>::planck;
		Self {
			credit: planck(row.account.credit),
			locked: planck(row.account.locked),
			withheld: planck(row.account.withheld),
			debts: planck(row.account.debts),
			claims: planck(row.account.claims),
			row,
		}
	}

	/// Credit that is not tied up.
	pub(crate) fn free(&self) -> Planck {
		self.credit.saturating_sub(self.locked)
	}

	pub(crate) fn earn(&mut self, amount: Planck) -> Result<(), Error<T>> {
		self.credit = self.credit.checked_add(amount).ok_or(Error::<T>::BeyondBalance)?;
		Ok(())
	}

	/// The row to store, if the chain's money can count that far.
	fn into_row(self) -> Result<Row<T>, Error<T>> {
		let Self { mut row, credit, locked, withheld, debts, claims } = self;
		let amount = Pallet::<T>::amount;
		row.account.credit = amount(credit)?;
		row.account.locked = amount(locked)?;
		row.account.withheld = amount(withheld)?;
		row.account.debts = amount(debts)?;
		row.account.claims = amount(claims)?;
		Ok(row)
	}
}

/// What an entry changes. Everything is read once and kept by node, so that it does not matter which parties
/// are the same; and counted in planck, as what moves can be more than the chain's money counts, while what is
/// left of it is not. Nothing is stored before all of it can be.
pub(crate) struct Changes<'a, T: Config> {
	book: &'a Book<T>,
	nodes: BTreeMap<NodeIndex, Money<T>>,
	/// By debtor and creditor.
	pub(crate) debts: BTreeMap<(NodeIndex, NodeIndex), Planck>,
	neighbours: BTreeMap<Interval, i128>,
	pub(crate) events: Vec<Event<T>>,
}

impl<'a, T: Config> Changes<'a, T> {
	pub(crate) fn new(book: &'a Book<T>) -> Self {
		Self {
			book,
			nodes: BTreeMap::new(),
			debts: BTreeMap::new(),
			neighbours: BTreeMap::new(),
			events: Vec::new(),
		}
	}

	/// A node's money.
	pub(crate) fn of(&mut self, node: NodeIndex) -> &mut Money<T> {
		let row = || self.book.rows.get(&node).cloned().unwrap_or_else(|| Row::load(node));
		self.nodes.entry(node).or_insert_with(|| Money::new(row()))
	}

	fn unlock(&mut self, node: NodeIndex, interval: Interval) {
		let money = self.of(node);
		let lock = money.row.take_lock(interval).map_or(0, Pallet::<T>::planck);
		money.locked = money.locked.saturating_sub(lock);
	}

	pub(crate) fn release(&mut self, node: NodeIndex, amount: Planck) {
		let money = self.of(node);
		if amount > money.withheld {
			defensive!("more is released than is withheld", (node, amount));
		}
		let released = amount.min(money.withheld);
		money.withheld = money.withheld.saturating_sub(released);
		money.locked = money.locked.saturating_sub(released);
	}

	/// Withholds so much of what a node has free.
	fn withhold(&mut self, node: NodeIndex, amount: Planck) -> Result<(), Error<T>> {
		let add = |sum: Planck| sum.checked_add(amount).ok_or(Error::<T>::BeyondBalance);
		let money = self.of(node);
		money.locked = add(money.locked)?;
		money.withheld = add(money.withheld)?;
		Ok(())
	}

	/// Moves credit that is there.
	pub(crate) fn transfer(
		&mut self,
		from: NodeIndex,
		to: NodeIndex,
		amount: Planck,
	) -> Result<(), Error<T>> {
		self.of(to).earn(amount)?;
		let payer = self.of(from);
		payer.credit = payer.credit.saturating_sub(amount);
		Ok(())
	}

	/// Adds to what buyers have paid for an interval less what sellers got.
	fn add_to_neighbours(
		&mut self,
		interval: Interval,
		amount: Planck,
		sign: i128,
	) -> Result<(), Error<T>> {
		let known = self.book.neighbours.get(&interval).copied();
		let sum = self.neighbours.entry(interval);
		let sum = sum.or_insert_with(|| known.unwrap_or_else(|| Neighbours::<T>::get(interval)));
		let more = i128::try_from(amount).ok().and_then(|amount| amount.checked_mul(sign));
		let more = more.and_then(|more| sum.checked_add(more));
		*sum = more.ok_or(Error::<T>::BeyondBalance)?;
		Ok(())
	}

	/// Posts; how much was paid.
	fn post(&mut self, posting: &Posting) -> Result<Planck, Error<T>> {
		let Posting { from, to, amount, on_shortfall, withheld } = *posting;
		let paid = match from {
			Party::Node(node) => match to {
				// Neighbours are nobody that one can owe to.
				Party::Neighbours(_) => self.cover(node, amount)?,
				Party::Node(payee) if payee == node => {
					if on_shortfall == OnShortfall::Refuse {
						self.cover(node, amount)?;
					}
					return Ok(0);
				},
				Party::Node(payee) => match on_shortfall {
					OnShortfall::Refuse => self.cover(node, amount)?,
					OnShortfall::Owe => self.pay_or_owe(node, payee, amount)?,
				},
			},
			Party::Neighbours(_) => amount,
		};
		match from {
			Party::Node(node) => {
				let payer = self.of(node);
				payer.credit = payer.credit.saturating_sub(paid);
			},
			Party::Neighbours(interval) => self.add_to_neighbours(interval, paid, -1)?,
		}
		match to {
			Party::Node(node) => {
				self.of(node).earn(paid)?;
				if withheld {
					self.withhold(node, paid)?;
				}
			},
			Party::Neighbours(interval) => self.add_to_neighbours(interval, paid, 1)?,
		}
		Ok(paid)
	}

	/// All of an amount, if a node has as much free.
	fn cover(&mut self, node: NodeIndex, amount: Planck) -> Result<Planck, Error<T>> {
		ensure!(amount <= self.of(node).free(), Error::<T>::NotCovered);
		Ok(amount)
	}

	/// Does this by itself: all of it, or nothing.
	pub(crate) fn alone<R>(
		change: impl FnOnce(&mut Changes<'_, T>) -> Result<R, Error<T>>,
	) -> Result<R, Error<T>> {
		let mut book = Book::default();
		let mut changes = Changes::new(&book);
		let result = change(&mut changes)?;
		let changed = changes.finish()?;
		book.apply(changed, None);
		book.store();
		Ok(result)
	}

	/// What there is to apply, unless there is something that the chain's money cannot count.
	fn finish(self) -> Result<Changed<T>, Error<T>> {
		let Self { nodes, debts, neighbours, events, .. } = self;
		let rows = nodes
			.into_iter()
			.map(|(node, money)| Ok((node, money.into_row()?)))
			.collect::<Result<Vec<_>, Error<T>>>()?;
		let debts = debts
			.into_iter()
			.map(|(key, debt)| Ok((key, Pallet::<T>::amount(debt)?)))
			.collect::<Result<Vec<_>, Error<T>>>()?;
		Ok(Changed { rows, debts, neighbours, events })
	}
}

/// What an entry has changed, and can be.
struct Changed<T: Config> {
	rows: Vec<(NodeIndex, Row<T>)>,
	debts: Vec<((NodeIndex, NodeIndex), BalanceOf<T>)>,
	neighbours: BTreeMap<Interval, i128>,
	events: Vec<Event<T>>,
}

/// Accounts that entries which follow each other have in common, as they will be stored.
pub struct Book<T: Config> {
	rows: BTreeMap<NodeIndex, Row<T>>,
	neighbours: BTreeMap<Interval, i128>,
}

impl<T: Config> Default for Book<T> {
	fn default() -> Self {
		Self { rows: BTreeMap::new(), neighbours: BTreeMap::new() }
	}
}

impl<T: Config> Book<T> {
	/// Takes over what an entry has changed. The account of `own`, which no later one needs, is stored, and so
	/// are debts.
	fn apply(&mut self, changed: Changed<T>, own: Option<NodeIndex>) {
		let Changed { rows, debts, neighbours, events } = changed;
		for (node, row) in rows {
			if own == Some(node) && !self.rows.contains_key(&node) {
				row.store();
			} else {
				self.rows.insert(node, row);
			}
		}
		self.neighbours.extend(neighbours);
		for ((debtor, creditor), debt) in debts {
			if debt == Default::default() {
				Debts::<T>::remove(debtor, creditor);
			} else {
				Debts::<T>::insert(debtor, creditor, debt);
			}
		}
		events.into_iter().for_each(Pallet::<T>::deposit_event);
	}

	/// Stores everything. Then it is looked up anew.
	pub(crate) fn store(&mut self) {
		core::mem::take(&mut self.rows).into_values().for_each(Row::store);
		for (interval, sum) in core::mem::take(&mut self.neighbours) {
			if sum == 0 {
				Neighbours::<T>::remove(interval);
			} else {
				Neighbours::<T>::insert(interval, sum);
			}
		}
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_post(book: &mut Book<T>, entry: Entry<'_>) -> Result<Posted, Error<T>> {
		let Entry { unlock, release, postings } = entry;
		// What moves nothing is not looked at.
		let postings = || postings.iter().filter(|posting| posting.amount > 0);
		let mut changes = Changes::<T>::new(book);
		if let Some((node, interval)) = unlock {
			changes.unlock(node, interval);
		}
		// Free while the entry is posted, so that it pays as all else does.
		if let Some(Release { node, amount, .. }) = release {
			changes.release(node, amount);
		}
		let (mut withheld, mut kept): (Planck, Planck) = (0, 0);
		let mut left = release.map_or(0, |release| release.amount);
		for posting in postings() {
			let paid = changes.post(posting)?;
			if release.is_some_and(|release| posting.from == Party::Node(release.node)) {
				left = left.saturating_sub(paid);
			}
			if posting.withheld && matches!(posting.to, Party::Node(_)) {
				withheld = withheld.checked_add(paid).ok_or(Error::<T>::BeyondBalance)?;
			}
		}
		if let Some(Release { node, keep, .. }) = release {
			kept = keep.min(left);
			changes.withhold(node, kept)?;
		}
		let mut parties = postings().flat_map(|posting| [posting.from, posting.to]);
		let first = unlock.map(|(node, _)| node).or_else(|| {
			parties.find_map(|party| match party {
				Party::Node(node) if !is_no_node(node) => Some(node),
				Party::Node(_) | Party::Neighbours(_) => None,
			})
		});
		let debtor = first.filter(|node| changes.of(*node).debts > 0);
		let changed = changes.finish()?;
		book.apply(changed, first);
		if let Some(node) = debtor {
			book.store();
			Self::pay_first_debt(node);
		}
		Ok(Posted { withheld, kept, in_debt: debtor.is_some() })
	}
}
