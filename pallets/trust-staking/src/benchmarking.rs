// SPDX-License-Identifier: Apache-2.0

//! What the calls and steps cost at most.

use alloc::{boxed::Box, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::{
	pallet_prelude::*,
	traits::{Get, fungible::Mutate},
};
use frame_system::RawOrigin;
use gridmerit_energy::{
	Basis, Invoice, Metered, NodeIndex, Planck, Position, RESERVE, Roles, Tariff,
};
use gridmerit_pallet_support::{
	BenchmarkWorld, Compensation, ConductSink, Evidence, OnRemove, PAGE_ROWS, Report, Words,
	page_of,
};
use gridmerit_trust::{Folded, Offence, Part, Unbonding};

use crate::{
	fold::{FIRST_SESSION, FOLD_ROWS, PRUNE_ROWS},
	slashes::MOST_DEBTS,
	*,
};

fn operator<T: Config>() -> T::RuntimeOrigin {
	T::OperatorOrigin::try_successful_origin().expect("there is an operator")
}

fn node<T: Config>() -> (NodeIndex, T::AccountId) {
	let roles = Roles { prosumer: true, ..Default::default() };
	T::World::node(roles)
}

/// Enough to be backed.
fn bond_amount<T: Config>() -> Planck {
	Rules::<T>::get().weighing.least.max(1).saturating_mul(2)
}

/// Sets what an account has, in planck.
fn set_balance<T: Config>(account: &T::AccountId, planck: Planck) {
	let amount = Pallet::<T>::amount(planck).expect("a balance counts that far");
	T::Currency::set_balance(account, amount);
}

/// An account with so much to spend.
fn rich<T: Config>(name: &'static str, number: u32) -> T::AccountId {
	let account = account(name, number, 0);
	let amount = T::MinBacking::get().max(Pallet::<T>::existential_deposit());
	set_balance::<T>(&account, amount.saturating_mul(1_000));
	account
}

/// The accounts of the pallet live, and there are rewards to pay.
fn fill_pots<T: Config>() {
	let least = Pallet::<T>::existential_deposit();
	for account in [Pallet::<T>::pot_account(), T::Treasury::get()] {
		if Pallet::<T>::free(&account) < least {
			set_balance::<T>(&account, least);
		}
	}
	let rewards = least.saturating_add(Rules::<T>::get().params.day.saturating_mul(1_000));
	set_balance::<T>(&Pallet::<T>::reward_account(), rewards);
}

/// A node with a bond.
fn bonded<T: Config>() -> (NodeIndex, T::AccountId) {
	fill_pots::<T>();
	let (node, account) = node::<T>();
	Pallet::<T>::do_bond(account.clone(), bond_amount::<T>()).expect("is rich");
	(node, account)
}

/// Fills what is on its way out, of which none can be merged with what comes, but for one place.
fn crowd_unbondings<T: Config>(unbondings: &mut UnbondingsOf<T>, free: u32, amount: Planck) {
	while (unbondings.len() as u32).saturating_add(free) < T::MaxUnbondings::get() {
		let from = unbondings.last().map_or(0, |last| last.from.saturating_add(1));
		let _ = unbondings.try_push(Unbonding { from, amount });
	}
}

/// A node with a backer, both with something on its way out in as many parts as `free` leaves.
fn backed<T: Config>(free: u32) -> (NodeIndex, T::AccountId, T::AccountId) {
	let (node, account) = bonded::<T>();
	let backer = rich::<T>("backer", 0);
	let amount = T::MinBacking::get().saturating_mul(100);
	Pallet::<T>::do_back(backer.clone(), node, amount).expect("is rich");
	let parts = T::MaxUnbondings::get().saturating_sub(free);
	Pallet::<T>::do_unback(backer.clone(), node, T::MinBacking::get()).expect("has more");
	let (mut stake, mut row) = (
		Stakes::<T>::get(node).expect("is bonded"),
		Backers::<T>::get(node, &backer).expect("backs"),
	);
	// The same shares in as many parts.
	let shares = stake.leaving.shares.checked_div(parts.max(1).into()).unwrap_or_default();
	let last = shares
		.saturating_add(stake.leaving.shares.checked_rem(parts.max(1).into()).unwrap_or_default());
	row.leaving = Default::default();
	crowd_unbondings::<T>(&mut row.leaving, free, shares);
	if let Some(first) = row.leaving.iter_mut().next() {
		first.amount = last;
	}
	let parts = Planck::from(T::MaxUnbondings::get()).saturating_mul(4).max(1);
	let part = bond_amount::<T>().checked_div(parts).unwrap_or_default();
	crowd_unbondings::<T>(&mut stake.unbonding, free, part);
	stake.bonded = stake.bonded.saturating_sub(stake.unbonding());
	Stakes::<T>::insert(node, stake);
	Backers::<T>::insert(node, &backer, row);
	(node, account, backer)
}

fn reason() -> Words {
	alloc::vec![b'x'; 128].try_into().expect("is the longest reason")
}

fn evidence(number: u32) -> Evidence {
	let mut evidence = Evidence::default();
	evidence.iter_mut().zip(number.to_le_bytes()).for_each(|(byte, part)| *byte = part);
	evidence
}

fn proof<T: Config>(node: NodeIndex) -> Report<T::AccountId> {
	Report {
		node,
		offence: Some(Offence::Contradiction),
		severity: Part::ONE,
		session: T::Session::get(),
		evidence: evidence(1),
		reporter: Some(rich::<T>("reporter", 0)),
		damage: Some((RESERVE, Pallet::<T>::existential_deposit())),
	}
}

/// Sold and delivered, with all the risk that an interval can have.
fn invoice() -> Invoice {
	let tariff = Tariff {
		tou: 300_000,
		fit: 60_000,
		alpha_ppm: 1_000_000,
		fee: 5_000,
		shortfall: 300_000,
		surplus: 60_000,
		curtailed: 0,
	};
	let sold = 1_000;
	let position = Position { sold, revenue: 120_000_000, ..Position::default() };
	let metered = Metered { import: 0, export: sold };
	Invoice::new(Basis::Reading, metered, false, position, tariff)
}

/// So many bonded nodes on one page, which has no others that came after them.
fn crowd<T: Config>(count: u32) -> Vec<(NodeIndex, T::AccountId)> {
	let mut nodes = Vec::new();
	let mut page = None;
	while (nodes.len() as u32) < count {
		let (node, account) = bonded::<T>();
		// All on one page.
		if page.is_some_and(|page| page != page_of(node)) {
			nodes.clear();
		}
		page = Some(page_of(node));
		nodes.push((node, account));
	}
	nodes
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn bond() {
		let (node, account, _) = backed::<T>(0);
		let before = Stakes::<T>::get(node).expect("is bonded").bonded;
		#[extrinsic_call]
		_(RawOrigin::Signed(account), 1);
		assert_eq!(Stakes::<T>::get(node).expect("is bonded").bonded, before.saturating_add(1));
	}

	#[benchmark]
	fn unbond() {
		let (node, account, _) = backed::<T>(1);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), node, 1);
		let stake = Stakes::<T>::get(node).expect("is bonded");
		assert_eq!(stake.unbonding.len() as u32, T::MaxUnbondings::get());
	}

	#[benchmark]
	fn withdraw_unbonded() {
		let (node, account, _) = backed::<T>(0);
		let mut stake = Stakes::<T>::get(node).expect("is bonded");
		stake.unbonding.iter_mut().for_each(|part| part.from = 0);
		Stakes::<T>::insert(node, stake);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), node);
		assert_eq!(Stakes::<T>::get(node).expect("is bonded").unbonding.len(), 0);
	}

	#[benchmark]
	fn set_commission() {
		let (node, account, _) = backed::<T>(0);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), Part::ONE);
		assert!(Stakes::<T>::get(node).expect("is bonded").next_commission.is_some());
	}

	#[benchmark]
	fn back() {
		let (node, _, _) = backed::<T>(0);
		let backer = rich::<T>("another", 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(backer.clone()), node, T::MinBacking::get());
		assert!(Backers::<T>::contains_key(node, backer));
	}

	#[benchmark]
	fn unback() {
		let (node, _, backer) = backed::<T>(1);
		#[extrinsic_call]
		_(RawOrigin::Signed(backer.clone()), node, T::MinBacking::get());
		let row = Backers::<T>::get(node, backer).expect("backs");
		assert_eq!(row.leaving.len() as u32, T::MaxUnbondings::get());
	}

	#[benchmark]
	fn withdraw_backing() {
		let (node, account, backer) = backed::<T>(0);
		let mut row = Backers::<T>::get(node, &backer).expect("backs");
		row.leaving.iter_mut().for_each(|part| part.from = 0);
		Backers::<T>::insert(node, &backer, row);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), node, backer.clone());
		assert!(Backers::<T>::get(node, backer).expect("backs").leaving.is_empty());
	}

	#[benchmark]
	fn claim() {
		let nodes = crowd::<T>(PAGE_ROWS);
		let params = Rules::<T>::get().params;
		let mut rows = gridmerit_pallet_support::Page::default();
		let owed = Pallet::<T>::existential_deposit();
		for (node, _) in &nodes {
			rows.set(*node, StandingRow { owed, ..StandingRow::new(0, &params) });
		}
		let (node, account) = nodes.first().cloned().expect("there are some");
		StandingPages::<T>::insert(page_of(node), rows);
		Promised::<T>::put(owed.saturating_mul(PAGE_ROWS.into()));
		#[extrinsic_call]
		_(RawOrigin::Signed(account), node);
		let row = *StandingPages::<T>::get(page_of(node)).get(node).expect("stands");
		assert_eq!(row.owed, 0);
	}

	#[benchmark]
	fn claim_backing() {
		let (node, account, backer) = backed::<T>(0);
		let owed = Pallet::<T>::existential_deposit();
		Backers::<T>::mutate(node, &backer, |row| {
			if let Some(row) = row {
				row.owed = owed;
			}
		});
		Promised::<T>::put(owed);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), node, backer.clone());
		assert_eq!(Backers::<T>::get(node, backer).expect("backs").owed, 0);
	}

	#[benchmark]
	fn set_rules() {
		let mut rules = TrustRules::default();
		for place in 1..=MAX_TIERS {
			let from = Part::thousandths(place);
			let _ = rules.tiers.try_push(gridmerit_trust::Tier { from, most: u64::MAX });
		}
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, Box::new(rules.clone()));
		assert_eq!(NextRules::<T>::get().map(|(_, rules)| rules), Some(rules));
	}

	#[benchmark]
	fn cancel_slash() {
		let (node, _, _) = backed::<T>(0);
		crowd_conduct::<T>(node, PAGE_ROWS);
		Pallet::<T>::report(proof::<T>(node)).expect("is proven");
		let slash = FirstSlash::<T>::get();
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, slash, reason());
		assert!(!Slashes::<T>::contains_key(slash));
	}

	#[benchmark]
	fn call_in_debt() {
		let (node, _, _) = backed::<T>(0);
		let (creditor, account) = self::node::<T>();
		T::Ledger::owe(node, creditor, Pallet::<T>::existential_deposit());
		#[extrinsic_call]
		_(RawOrigin::Signed(account), node, creditor);
		assert_eq!(Stakes::<T>::get(node).map(|stake| stake.pending), Some(1));
	}

	#[benchmark]
	fn poll() {
		let (node, _, _) = backed::<T>(0);
		Pallet::<T>::do_set_rules(TrustRules::default()).expect("are sound");
		NextRules::<T>::mutate(|next| {
			if let Some((from, _)) = next {
				*from = 0;
			}
		});
		Pallet::<T>::report(proof::<T>(node)).expect("is proven");
		crowd_conduct::<T>(node, 1);
		// The first session runs, so the next is said to.
		let now = T::Session::get().saturating_add(1);
		let due;
		#[block]
		{
			Pallet::<T>::begin_fold(now);
			Pallet::<T>::enact_rules(now);
			due = Pallet::<T>::is_slash_due();
		}
		assert!(Folding::<T>::exists() && !NextRules::<T>::exists() && !due);
	}

	#[benchmark]
	fn fold(n: Linear<0, FOLD_ROWS>) {
		fill_pots::<T>();
		let nodes = crowd::<T>(FOLD_ROWS);
		let place = Running::<T>::get().place;
		// Each has backers and a full history.
		for (number, (node, _)) in (0_u32..).zip(&nodes) {
			let backer = rich::<T>("backer", number);
			Pallet::<T>::do_back(backer, *node, T::MinBacking::get()).expect("is rich");
			let folded = Folded {
				session: 0,
				day: 0,
				conduct: Default::default(),
				changes: Default::default(),
				reward: 0,
			};
			History::<T>::mutate(node, |history| while history.try_push(folded).is_ok() {});
		}
		let first = nodes.first().map(|(node, _)| *node).expect("there are some");
		let (page, mut rows) = (page_of(first), gridmerit_pallet_support::Page::default());
		let params = Rules::<T>::get().params;
		let conduct = gridmerit_trust::Conduct::of(&invoice(), &params);
		for (node, _) in nodes.iter().take(n as usize) {
			rows.set(*node, conduct);
		}
		let mut standings = gridmerit_pallet_support::Page::default();
		let first_of_page = page.saturating_mul(PAGE_ROWS);
		let last = nodes.last().map_or(first, |(node, _)| *node);
		for node in first_of_page..first_of_page.saturating_add(PAGE_ROWS) {
			standings.set(node, StandingRow::new(0, &params));
			// A step that folds as many as it can leaves the rest of the page.
			if n == FOLD_ROWS && node > last {
				rows.set(node, conduct);
			}
		}
		StandingPages::<T>::insert(page, standings);
		ConductPages::<T>::insert(place, page, rows);
		ConductSets::<T>::mutate(place, |pages| pages.insert(page));
		Running::<T>::put(RunningSession { session: T::Session::get(), place: !place });
		let cursor = FoldCursor { session: FIRST_SESSION + 1, day: Pallet::<T>::today(), page };
		Folding::<T>::put(cursor);
		let folded;
		#[block]
		{
			folded = Pallet::<T>::fold_step();
		}
		assert_eq!(folded, n);
	}

	#[benchmark]
	fn apply_slash() {
		let (node, _, _) = backed::<T>(0);
		for _ in 0..MOST_DEBTS {
			let (creditor, _) = self::node::<T>();
			T::Ledger::owe(node, creditor, 1);
		}
		Pallet::<T>::report(proof::<T>(node)).expect("is proven");
		let slash = FirstSlash::<T>::get();
		#[block]
		{
			Pallet::<T>::apply_next_slash();
		}
		assert!(!Slashes::<T>::contains_key(slash));
		assert_eq!(FirstSlash::<T>::get(), slash.saturating_add(1));
	}

	#[benchmark]
	fn prune() {
		let session = ReportsFrom::<T>::get();
		for number in 0..PRUNE_ROWS as u32 {
			Reports::<T>::insert(session, evidence(number), ());
		}
		#[block]
		{
			let ids: Vec<_> = Reports::<T>::iter_key_prefix(session).take(PRUNE_ROWS).collect();
			ReportsFrom::<T>::put(session.saturating_add(1));
			ids.into_iter().for_each(|id| Reports::<T>::remove(session, id));
		}
		assert_eq!(Reports::<T>::iter_key_prefix(session).count(), 0);
	}

	#[benchmark]
	fn on_remove() {
		let (node, _) = node::<T>();
		crowd_conduct::<T>(node, PAGE_ROWS);
		let place = Running::<T>::get().place;
		let rows = ConductPages::<T>::get(place, page_of(node));
		ConductPages::<T>::insert(!place, page_of(node), rows);
		#[block]
		{
			<Pallet<T> as OnRemove>::removed(node);
		}
		assert!(ConductPages::<T>::get(place, page_of(node)).get(node).is_none());
	}

	/// So many nodes of a node's page, itself among them, have done something and stand somewhere.
	fn crowd_conduct<T: Config>(node: NodeIndex, count: u32) {
		let (page, place) = (page_of(node), Running::<T>::get().place);
		let params = Rules::<T>::get().params;
		let conduct = gridmerit_trust::Conduct::of(&invoice(), &params);
		let first = page.saturating_mul(PAGE_ROWS);
		let others = (first..first.saturating_add(PAGE_ROWS)).filter(|other| *other != node);
		let (mut conducts, mut rows) =
			(gridmerit_pallet_support::Page::default(), gridmerit_pallet_support::Page::default());
		for node in core::iter::once(node).chain(others).take(count as usize) {
			conducts.set(node, conduct);
			rows.set(node, StandingRow::new(0, &params));
		}
		ConductPages::<T>::insert(place, page, conducts);
		StandingPages::<T>::insert(page, rows);
		ConductSets::<T>::mutate(place, |pages| pages.insert(page));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
