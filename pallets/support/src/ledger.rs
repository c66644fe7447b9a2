// SPDX-License-Identifier: Apache-2.0

//! Floor 2, the ledger: money of the nodes inside the pot.

use alloc::vec::Vec;
use frame_support::pallet_prelude::{DispatchError, DispatchResult};
use gridmerit_energy::{Interval, NodeIndex, Planck, RENT, RESERVE, SUBSIDIES, WAGERS};

/// One side of a posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
	/// A node's credit, or that of the market's reserve.
	Node(NodeIndex),
	/// What the neighbours have traded with each other in an interval: buyers pay into it and sellers are
	/// paid from it, each when its own interval is settled. Negative while more sellers than buyers are
	/// settled; when all are it is the congestion rent, and zero when that is paid.
	Neighbours(Interval),
}

impl Party {
	/// The market's reserve: what silence has cost and is nobody's gain.
	pub const RESERVE: Self = Self::Node(RESERVE);

	/// The congestion rent that waits to be paid out to its account.
	pub const RENT: Self = Self::Node(RENT);

	/// What sponsors have paid in for energy that is still to be measured.
	pub const SUBSIDIES: Self = Self::Node(SUBSIDIES);

	/// What nodes have wagered.
	pub const WAGERS: Self = Self::Node(WAGERS);
}

/// What happens when a node's free credit does not cover a posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnShortfall {
	/// It pays what it has and owes the rest, after what the receiver owes it is set off.
	Owe,
	/// The whole entry is refused. Nothing is set off.
	Refuse,
}

/// A movement of money from one party to another. What one loses the other gets, so that any list of
/// postings sums to zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting {
	/// Who pays.
	pub from: Party,
	/// Who is paid.
	pub to: Party,
	/// How much, in planck.
	pub amount: Planck,
	/// What happens if a paying node cannot. Neighbours always can, and nobody can owe to them.
	pub on_shortfall: OnShortfall,
	/// Whether a receiving node must leave what it is paid in the pot until it is released: what it is paid
	/// for may still be taken back.
	pub withheld: bool,
}

/// What of what a node was paid and is withheld serves an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Release {
	/// The node.
	pub node: NodeIndex,
	/// How much, in planck: what the node pays in the entry comes out of this first.
	pub amount: Planck,
	/// How much of it stays withheld at most, in planck, if it was not paid out. The rest is released.
	pub keep: Planck,
}

/// What is done to the ledger at once: all of it, or nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Entry<'a> {
	/// First, what a node has locked for an interval is freed.
	pub unlock: Option<(NodeIndex, Interval)>,
	/// Then what of what a node was paid and is withheld serves the postings.
	pub release: Option<Release>,
	/// Then these are posted, in turn.
	pub postings: &'a [Posting],
}

/// What an [`Entry`] came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Posted {
	/// How much was paid in postings that are withheld, in planck.
	pub withheld: Planck,
	/// How much of [`Entry::release`] is still withheld, in planck.
	pub kept: Planck,
	/// Whether the first node that unlocks, pays or is paid, the reserve aside, owes money to anybody. More work
	/// than usual.
	pub in_debt: bool,
}

/// Moves money inside the pot.
pub trait Ledger {
	/// What entries that follow each other have in common: the accounts of those who are in most of them, read
	/// and stored once. Nothing else may change the ledger before it is stored.
	type Book: Default;
	/// Posts an entry. Then its first node, as [`Posted::in_debt`] has it, pays what it can of its first debt;
	/// debts of others are collected. Changes nothing if it fails.
	fn post_in(book: &mut Self::Book, entry: Entry<'_>) -> Result<Posted, DispatchError>;
	/// Stores what entries have changed.
	fn store(book: &mut Self::Book);
	/// Posts an entry by itself.
	fn post(entry: Entry<'_>) -> Result<Posted, DispatchError> {
		let mut book = Self::Book::default();
		let posted = Self::post_in(&mut book, entry);
		Self::store(&mut book);
		posted
	}
	/// Frees what a node has locked for an interval. Whether anything was.
	fn unlock(node: NodeIndex, interval: Interval) -> bool;
	/// Releases so much of what a node was paid and is withheld, in planck.
	fn release(node: NodeIndex, amount: Planck);
	/// How much of what a node was paid is withheld, in planck.
	fn withheld(node: NodeIndex) -> Planck;
	/// How much a node owes to another, in planck.
	fn debt(debtor: NodeIndex, creditor: NodeIndex) -> Planck;
	/// What buyers have paid for an interval less what sellers got, in planck.
	fn neighbours(interval: Interval) -> i128;
	/// Pays so much of what neighbours have traded in an interval to the account of the congestion rent, in planck.
	/// Changes nothing if it fails.
	fn pay_rent(interval: Interval, amount: Planck) -> DispatchResult;
	/// Says whether a node must leave a standing deposit for the energy that it uses.
	fn require_standing(node: NodeIndex, required: bool);
	/// Whether it must.
	fn standing_required(node: NodeIndex) -> bool;
}

/// What must be locked for intervals, in planck, each named once; none where nothing is open.
pub type Needed = Vec<(Interval, Option<Planck>)>;

/// What a node owes and has tied up, as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Obligations {
	/// Whether it owes money.
	pub in_arrears: bool,
	/// What is locked for intervals, in planck and in ascending order; none for those where nothing is
	/// open.
	pub locks: Vec<(Interval, Planck)>,
}

impl Obligations {
	/// What is locked for an interval, in planck; none if nothing is open there.
	pub fn lock(&self, interval: Interval) -> Option<Planck> {
		let place = self.locks.binary_search_by_key(&interval, |(interval, _)| *interval).ok()?;
		self.locks.get(place).map(|(_, lock)| *lock)
	}
}

/// Ties money up for orders and positions.
pub trait Locks<AccountId> {
	/// Sets what must be locked of a node for intervals, as `needed` says when it sees what is locked so
	/// far. What it frees may serve what it locks, and what is missing comes from the free balance of
	/// `account`. Changes nothing if `needed` fails, which must not change the ledger itself.
	fn lock_with(
		node: NodeIndex,
		account: &AccountId,
		needed: impl FnOnce(&Obligations) -> Result<Needed, DispatchError>,
	) -> DispatchResult;
	/// The same, where what must be locked is known before.
	fn lock(
		node: NodeIndex,
		account: &AccountId,
		needed: &[(Interval, Option<Planck>)],
	) -> DispatchResult {
		Self::lock_with(node, account, |_| Ok(needed.to_vec()))
	}
	/// Whether a node owes money.
	fn in_arrears(node: NodeIndex) -> bool;
	/// What is locked of a node for intervals, in ascending order; none for those where nothing is open.
	fn locks(node: NodeIndex) -> Vec<(Interval, Planck)>;
	/// The most intervals in which a node can have something open.
	fn max_open() -> u32;
}

/// The account of the congestion rent, outside of the pot, of which there is no key.
pub trait RentAccount<AccountId> {
	/// How much can be paid from it, in planck.
	fn rent_held() -> Planck;
	/// Pays so much from it to an account, in planck. Changes nothing if it fails.
	fn spend_rent(to: &AccountId, amount: Planck) -> DispatchResult;

	/// Gives it so much for a benchmark, in planck.
	#[cfg(feature = "runtime-benchmarks")]
	fn endow_rent(amount: Planck);
}

/// What sponsors have paid in, as [`Party::SUBSIDIES`] inside the pot. Nodes are paid from it by postings.
pub trait SubsidyPot<AccountId> {
	/// How much there is, in planck.
	fn subsidies() -> Planck;
	/// Takes so much of an account's money in, in planck. Changes nothing if it fails.
	fn fund(from: &AccountId, amount: Planck) -> DispatchResult;
	/// Pays so much of it out to an account, in planck. Changes nothing if it fails.
	fn refund(to: &AccountId, amount: Planck) -> DispatchResult;
}

/// Keeps apart what nodes wager, inside the pot: nobody can use it until it is given back or lost.
pub trait Wagers<AccountId> {
	/// Takes so much of a node's free credit, in planck, and what is missing from the free balance of `account`. Refuses a
	/// node that owes money. To be undone by the caller if it fails.
	fn wager(node: NodeIndex, account: &AccountId, amount: Planck) -> DispatchResult;
	/// Gives so much back to a node, as credit. Changes nothing if it fails.
	fn give_back(node: NodeIndex, amount: Planck) -> DispatchResult;
	/// So much of what a node has wagered goes to the market's reserve. Changes nothing if it fails.
	fn forfeit(node: NodeIndex, amount: Planck) -> DispatchResult;
	/// How much all nodes have wagered, in planck.
	fn wagered() -> Planck;
}

/// Makes damage good with money from outside the pot.
pub trait Compensation<AccountId> {
	/// How much a node owes to another, or to the reserve, in planck.
	fn owed(debtor: NodeIndex, creditor: NodeIndex) -> Planck;
	/// To whom a node owes how much, in planck: at most so many creditors.
	fn debts(debtor: NodeIndex, most: u32) -> Vec<(NodeIndex, Planck)>;
	/// Pays so much from an account to `creditor`, as credit; what `debtor` owes it becomes less by as much. Changes
	/// nothing if it fails.
	fn compensate(
		from: &AccountId,
		debtor: NodeIndex,
		creditor: NodeIndex,
		amount: Planck,
	) -> DispatchResult;

	/// Has a node owe so much to another, in planck.
	#[cfg(feature = "runtime-benchmarks")]
	fn owe(debtor: NodeIndex, creditor: NodeIndex, amount: Planck);
}
