// SPDX-License-Identifier: Apache-2.0

//! Whatever is called: what stands is the best that was proven in time, the first of equal ones; just what is false or
//! missing costs its wager, and no money is made or lost.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
enum Step {
	Post { by: AccountId, standing: Option<u64>, claims: u32, bodies: u32, wager: Planck },
	Claim { node: NodeIndex, problem: u32, energy: u64, more: i64, tighter: u64 },
	Reveal { node: NodeIndex, problem: u32 },
	Drop { by: AccountId, problem: u32 },
	Blocks(u64),
	Rent(u64),
	Session,
	Suspend(NodeIndex),
}

fn step() -> impl Strategy<Value = Step> {
	let (node, problem) = (|| 0..NOBODY, || 0..6_u32);
	let standing = prop::option::of(95..=100_u64);
	let lie = prop_oneof![4 => Just(0_i64), 1 => -60..60_i64];
	prop_oneof![
		3 => (KEEPER..=STRANGER, standing, 1..8_u32, 1..8_u32, 400..2_000_u128).prop_map(
			|(by, standing, claims, bodies, wager)| Step::Post { by, standing, claims, bodies, wager }
		),
		8 => (node(), problem(), 94..=102_u64, lie, prop_oneof![4 => Just(0), 1 => 0..40_u64])
			.prop_map(|(node, problem, energy, more, tighter)| {
				Step::Claim { node, problem, energy, more, tighter }
			}),
		8 => (node(), problem()).prop_map(|(node, problem)| Step::Reveal { node, problem }),
		1 => (OPERATOR..=STRANGER, problem()).prop_map(|(by, problem)| Step::Drop { by, problem }),
		5 => (1..5_u64).prop_map(Step::Blocks),
		1 => (0..20_000_u64).prop_map(Step::Rent),
		1 => Just(Step::Session),
		1 => node().prop_map(Step::Suspend),
	]
}

/// What was claimed, and what is right.
#[derive(Clone, Debug)]
struct Claimed {
	node: NodeIndex,
	body: Body,
	/// Its welfare, as it was claimed.
	says: Planck,
	/// What it is worth, if it proves what was claimed.
	worth: Option<Planck>,
	revealed: bool,
}

#[derive(Default)]
struct Model {
	/// Claims by problem, in order, until they are checked.
	claims: BTreeMap<u32, Vec<Claimed>>,
	/// What stands by problem, of claims that are checked.
	best: BTreeMap<u32, (Option<NodeIndex>, Planck)>,
	/// What went to the reserve.
	lost: Planck,
	reports: usize,
}

impl Model {
	fn claim(&mut self, node: NodeIndex, problem: u32, energy: u64, more: i64, tighter: u64) {
		let body = from_bus_1(energy);
		let welfare = Planck::from(9_000 + 30 * energy).saturating_add_signed(more.into());
		let bound = BEST.max(welfare) - Planck::from(tighter);
		let is = DispatchClaim { welfare, bound };
		if claim(node, problem, is, &body).is_err() {
			return;
		}
		let grids = voltage().networks().unwrap();
		let found = check(&voltage().problem(&grids).unwrap(), &body).ok();
		let found = found.filter(|found| found.welfare >= welfare && found.bound <= bound);
		let worth = found.map(|found| found.welfare);
		let row = Claimed { node, body, says: welfare, worth, revealed: false };
		self.claims.entry(problem).or_default().push(row);
	}

	fn reveal(&mut self, node: NodeIndex, problem: u32) {
		let claims = self.claims.entry(problem).or_default();
		let Some(row) = claims.iter_mut().find(|row| row.node == node) else {
			assert!(reveal(node, problem, &from_bus_1(100)).is_err());
			return;
		};
		if reveal(node, problem, &row.body).is_ok() {
			assert!(!row.revealed);
			row.revealed = true;
		}
	}

	/// The next claim, which was checked.
	fn checked(&mut self, problem: u32, node: NodeIndex) -> (Claimed, Planck) {
		let row = self.claims.get_mut(&problem).unwrap().remove(0);
		assert_eq!(row.node, node);
		(row, Problems::<Test>::get(problem).unwrap().terms.wager)
	}

	fn hear(&mut self, event: Event<Test>) {
		match event {
			Event::Posted { problem, standing, .. } => {
				self.best.insert(problem, (None, standing.welfare));
			},
			Event::ClaimTrue { problem, node, welfare, better, .. } => {
				let (row, _) = self.checked(problem, node);
				assert!(row.revealed);
				assert_eq!(row.worth, Some(welfare));
				let best = self.best.get_mut(&problem).unwrap();
				assert_eq!(better, best.1 < welfare);
				if better {
					*best = (Some(node), welfare);
				}
			},
			Event::ClaimFalse { problem, node, .. } => {
				let (row, wager) = self.checked(problem, node);
				assert_eq!((row.revealed, row.worth), (true, None));
				self.lost += wager;
				self.reports += 1;
			},
			Event::NotRevealed { problem, node } => {
				let (row, wager) = self.checked(problem, node);
				assert!(!row.revealed);
				self.lost += wager;
			},
			Event::Decided { problem, node, welfare, .. } => {
				assert_eq!(self.best[&problem], (node, welfare));
				assert!(self.claims.get(&problem).is_none_or(Vec::is_empty));
			},
			Event::Dropped { problem } => {
				self.claims.remove(&problem);
			},
			Event::Displaced { problem, node } => {
				let claims = self.claims.get_mut(&problem).unwrap();
				let (place, least) =
					claims.iter().enumerate().rev().min_by_key(|(_, row)| row.says).unwrap();
				assert_eq!(least.node, node);
				// The one that took its place is the last, and says more.
				assert!(least.says < claims.last().unwrap().says);
				claims.remove(place);
			},
			Event::Claimed { .. } | Event::Revealed { .. } | Event::Forgotten { .. } => {},
		}
	}
}

/// What cannot be done changes nothing; that is checked by all that follows.
fn tried<R>(_: R) {}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(150))]

	#[test]
	fn the_best_that_was_proven_in_time_stands(steps in prop::collection::vec(step(), 1..120)) {
		externalities().execute_with(|| {
			let mut model = Model::default();
			let (mut session, mut issued) = (0, Balances::total_issuance());
			for step in steps {
				match step {
					Step::Post { by, standing, claims, bodies, wager } => {
						let terms = Terms { claims, bodies, wager, ..terms() };
						let (first, standing) = (NOW + 1, standing.map(from_bus_1));
						let by = Origin::signed(by);
						tried(Proposals::post(by, first, voltage(), standing, terms));
					},
					Step::Claim { node, problem, energy, more, tighter } => {
						model.claim(node, problem, energy, more, tighter);
					},
					Step::Reveal { node, problem } => model.reveal(node, problem),
					Step::Drop { by, problem } => {
						tried(Proposals::drop_problem(Origin::signed(by), problem));
					},
					Step::Blocks(count) => World::run_to(System::block_number() + count),
					Step::Rent(amount) => {
						let held = Balances::balance(&Ledger::rent_account());
						World::set_rent(amount);
						issued = issued - held + Balances::balance(&Ledger::rent_account());
					},
					Step::Session => {
						session += 1;
						TestConduct::set_session(session);
					},
					Step::Suspend(node) => {
						tried(Registry::suspend(Origin::root(), node, Words::default()));
					},
				}
				events().into_iter().for_each(|event| model.hear(event));
				try_state();
				assert_eq!(Balances::total_issuance(), issued);
				assert_eq!(Planck::from(Ledger::account(RESERVE).credit), model.lost);
			}
			assert_eq!(TestConduct::reports::<AccountId>().len(), model.reports);
			// When all is over nothing is left.
			World::run_to(System::block_number() + 100);
			assert_eq!((Proposals::problems(), Ledger::wagered()), (vec![], 0));
			assert_eq!((held(KEEPER), held(OTHER_KEEPER)), (0, 0));
			try_state();
		});
	}
}
