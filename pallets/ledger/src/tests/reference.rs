// SPDX-License-Identifier: Apache-2.0

//! An invoice as a list of postings, against the arithmetic of one net movement that settled it before there was
//! a ledger.

use std::collections::BTreeMap;

use super::*;
use proptest::prelude::*;

/// An invoice: what a node has to pay and gets. It does not both buy from and sell to the utility.
#[derive(Clone, Copy, Debug)]
struct Invoice {
	revenue: Planck,
	cost: Planck,
	fee: Planck,
	/// What it has bought from the utility, and what it has sold to it.
	imbalance: (Planck, Planck),
	provisional: bool,
}

impl Invoice {
	fn postings(&self, node: NodeIndex, utility: NodeIndex, grid: NodeIndex) -> [Posting; 5] {
		let (bought, sold) = self.imbalance;
		[
			from_neighbours(INTERVAL, node, self.revenue),
			owing(utility, node, sold),
			to_neighbours(node, INTERVAL, self.cost - self.fee),
			covered(node, grid, self.fee),
			Posting { withheld: self.provisional, ..owing(node, utility, bought) },
		]
	}
}

/// All accounts and debts.
#[derive(Clone, Debug, Default, PartialEq)]
struct Books {
	/// Credit, locked, debts, claims.
	accounts: BTreeMap<NodeIndex, [i128; 4]>,
	debts: BTreeMap<(NodeIndex, NodeIndex), i128>,
}

const CREDIT: usize = 0;
const LOCKED: usize = 1;
const DEBTS: usize = 2;
const CLAIMS: usize = 3;

impl Books {
	/// As they are stored.
	fn read() -> Self {
		let account = |(node, account): (NodeIndex, AccountOf<Test>)| {
			let Account { credit, locked, debts, claims, .. } = account;
			(node, [credit, locked, debts, claims].map(i128::from))
		};
		let debts = Debts::<Test>::iter().map(|(from, to, debt)| ((from, to), i128::from(debt)));
		Self { accounts: Accounts::<Test>::iter().map(account).collect(), debts: debts.collect() }
	}

	fn of(&mut self, node: NodeIndex) -> &mut [i128; 4] {
		self.accounts.entry(node).or_default()
	}

	fn free(&mut self, node: NodeIndex) -> i128 {
		self.of(node)[CREDIT] - self.of(node)[LOCKED]
	}

	fn debt(&self, debtor: NodeIndex, creditor: NodeIndex) -> i128 {
		self.debts.get(&(debtor, creditor)).copied().unwrap_or_default()
	}

	fn change_debt(&mut self, debtor: NodeIndex, creditor: NodeIndex, more: i128) {
		*self.debts.entry((debtor, creditor)).or_default() += more;
		self.of(debtor)[DEBTS] += more;
		self.of(creditor)[CLAIMS] += more;
	}

	fn owe(&mut self, debtor: NodeIndex, creditor: NodeIndex, amount: i128) {
		let in_turn = self.debt(creditor, debtor);
		let more = (amount - in_turn).max(0);
		self.change_debt(debtor, creditor, more);
		self.change_debt(creditor, debtor, more - amount);
	}

	/// `pay_first` as it was in `pallet-settlement`. None if it was not covered; otherwise what the utility
	/// was paid, and what it paid.
	fn pay_first(
		&mut self,
		(node, utility, grid): (NodeIndex, NodeIndex, NodeIndex),
		invoice: &Invoice,
	) -> Option<(i128, i128)> {
		let signed = |amount: Planck| amount as i128;
		let (bought, sold) = (signed(invoice.imbalance.0), signed(invoice.imbalance.1));
		let from_utility = sold.min(self.free(utility));
		let gets = signed(invoice.revenue) + from_utility;
		let owes = signed(invoice.cost) + bought;
		let charge = (owes - gets).max(0);
		let charged = charge.min(self.free(node));
		let arrears = charge - charged;
		let to_utility = bought - arrears;
		if to_utility < 0 {
			return None;
		}
		self.of(node)[CREDIT] += (gets - owes).max(0) - charged;
		self.of(utility)[CREDIT] += to_utility - from_utility;
		self.of(grid)[CREDIT] += signed(invoice.fee);
		self.owe(node, utility, arrears);
		self.owe(utility, node, sold - from_utility);
		if invoice.provisional {
			self.of(utility)[LOCKED] += to_utility;
		}
		Some((to_utility, from_utility))
	}

	/// What `creditor` has just paid to `debtor`, it need not have as far as it is owed that much: before, what
	/// one had free was paid even to whoever owed it money. Whether there was anything.
	fn set_off(
		&mut self,
		debtor: NodeIndex,
		creditor: NodeIndex,
		paid: i128,
		withheld: bool,
	) -> bool {
		let amount = self.debt(debtor, creditor).min(paid);
		self.change_debt(debtor, creditor, -amount);
		self.of(debtor)[CREDIT] -= amount;
		self.of(creditor)[CREDIT] += amount;
		if withheld {
			self.of(debtor)[LOCKED] -= amount;
		}
		amount > 0
	}

	fn pay_debt(&mut self, debtor: NodeIndex, creditor: NodeIndex) {
		let amount = self.debt(debtor, creditor).min(self.free(debtor)).max(0);
		self.change_debt(debtor, creditor, -amount);
		self.of(debtor)[CREDIT] -= amount;
		self.of(creditor)[CREDIT] += amount;
	}

	/// The creditor whose debt the chain finds first.
	fn first_creditor(&self, of: NodeIndex) -> Option<NodeIndex> {
		let debts = self.debts.iter().filter(|((debtor, _), debt)| *debtor == of && **debt > 0);
		debts
			.map(|((_, creditor), _)| *creditor)
			.min_by_key(|creditor| sp_io::hashing::twox_64(&creditor.to_le_bytes()))
	}

	/// Credit and claims, less debts.
	fn worth(&self) -> BTreeMap<NodeIndex, i128> {
		let worth = |account: &[i128; 4]| account[CREDIT] + account[CLAIMS] - account[DEBTS];
		let all = self.accounts.iter().map(|(node, account)| (*node, worth(account)));
		all.filter(|(_, worth)| *worth != 0).collect()
	}

	/// Without what is nothing.
	fn tidy(mut self) -> Self {
		self.accounts.retain(|_, account| *account != [0; 4]);
		self.debts.retain(|_, debt| *debt != 0);
		self
	}
}

fn invoice() -> impl Strategy<Value = Invoice> {
	let amount = || prop_oneof![1 => Just(0), 4 => 0_u128..300];
	let imbalance = (amount(), any::<bool>())
		.prop_map(|(amount, buys)| if buys { (amount, 0) } else { (0, amount) });
	(amount(), amount(), 0_u128..40, imbalance, any::<bool>()).prop_map(
		|(revenue, cost, fee, imbalance, provisional)| Invoice {
			revenue,
			cost,
			fee: fee.min(cost),
			imbalance,
			provisional,
		},
	)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(1_000))]

	#[test]
	fn an_invoice_of_postings_moves_what_one_net_movement_did(
		invoice in invoice(),
		deposits in proptest::collection::vec(prop_oneof![Just(0_u64), 1..400_u64], 5),
		locked in prop_oneof![1 => Just(None), 4 => (0_u128..400).prop_map(Some)],
		other_lock in prop_oneof![2 => Just(0_u128), 1 => 1..200_u128],
		(owes, with) in (prop_oneof![2 => Just(0_u128), 3 => 1..300_u128], 0_u32..3),
		(grid, covers) in (0_u32..3, prop_oneof![1 => Just(false), 3 => Just(true)]),
	) {
		run(|| {
			// The grid account is another, the utility, or the node itself.
			let grid = [GRID, UTILITY, ALICE][grid as usize];
			for (node, amount) in [UTILITY, GRID, ALICE, BOB, CAROL].into_iter().zip(deposits) {
				if amount > 0 {
					deposit(node, amount);
				}
			}
			// What the order locked covers what neighbours and grid get, or anything.
			let least = if covers { invoice.cost.saturating_sub(invoice.revenue) } else { 0 };
			// A node without an order has nothing locked, and its interval is unlocked all the same.
			if let Some(more) = locked.or(covers.then_some(0)) {
				lock(ALICE, INTERVAL, least + more);
			}
			if other_lock > 0 {
				lock(ALICE, INTERVAL + 1, other_lock);
			}
			if owes > 0 {
				// Nothing is free when it arises.
				let (debtor, creditor) = [(ALICE, UTILITY), (UTILITY, ALICE), (ALICE, BOB)][with as usize];
				let free = money(debtor).0 - money(debtor).1;
				post(&[owing(debtor, creditor, owes + Planck::from(free))]);
				// And later something is, which a cancelled order frees.
				lock(debtor, INTERVAL + 2, owes / 2);
				lock(debtor, INTERVAL + 2, None);
			}

			let mut books = Books::read();
			let lock = Ledger::locks(ALICE).into_iter().find(|(interval, _)| *interval == INTERVAL);
			books.of(ALICE)[LOCKED] -= lock.map_or(0, |(_, lock)| lock as i128);
			let settled = books.pay_first((ALICE, UTILITY, grid), &invoice);
			let postings = invoice.postings(ALICE, UTILITY, grid);
			let unlock = Some((ALICE, INTERVAL));
			let entry = Entry { unlock, release: None, postings: &postings };
			let Some((to_utility, from_utility)) = settled else {
				assert_noop!(Ledger::post(entry), Error::<Test>::NotCovered);
				return;
			};
			// Without a lock that covers the trades, what is set off can be what was to cover them.
			if !covers && from_utility > 0 && books.debt(ALICE, UTILITY) > 0 {
				return;
			}
			let set_off = books.set_off(UTILITY, ALICE, to_utility, invoice.provisional)
				| books.set_off(ALICE, UTILITY, from_utility, false);
			assert!(!set_off || owes > 0, "without debts between them it is the same to the planck");

			let posted = Ledger::post(entry).unwrap();
			// What the node pays to itself pays for its imbalance now; before, it paid its first debt afterwards.
			let own = grid == ALICE && invoice.fee > 0;
			if !own {
				assert_eq!(posted.in_debt, books.of(ALICE)[DEBTS] > 0);
				assert_eq!(posted.withheld as i128, books.of(UTILITY)[LOCKED]);
			}
			if let Some(creditor) = books.first_creditor(ALICE) {
				books.pay_debt(ALICE, creditor);
			}
			let (mut expected, mut found) = (books.tidy(), Books::read());
			assert_eq!(expected.worth(), found.worth());
			if own && expected.debt(ALICE, BOB) != found.debt(ALICE, BOB) {
				assert!(owes > 0, "two creditors");
				return;
			}
			if own {
				for books in [&mut expected, &mut found] {
					books.of(UTILITY)[LOCKED] = 0;
				}
			}
			assert_eq!(expected.tidy(), found.tidy());
			let neighbours = invoice.cost as i128 - invoice.fee as i128 - invoice.revenue as i128;
			assert_eq!(Ledger::neighbours(INTERVAL), neighbours);
			let credits: i128 = Books::read().accounts.values().map(|account| account[CREDIT]).sum();
			assert_eq!(i128::from(pot()), credits + neighbours);
		});
	}
}
