// SPDX-License-Identifier: Apache-2.0

//! What calls and hooks cost at most.

use alloc::{vec, vec::Vec};
use codec::Encode;
use frame_benchmarking::v2::*;
use frame_support::{
	BoundedVec,
	traits::{Consideration, EnsureOrigin, Get},
};
use frame_system::{Pallet as System, RawOrigin};
use gridmerit_dispatch::{
	AtPrice, Body, DispatchClaim, DispatchOrder, GridStatement, NANO, Statement, Threshold, Volts,
};
use gridmerit_energy::{Interval, NodeIndex, Roles};
use gridmerit_grid::Line;
use gridmerit_market::Side;
use gridmerit_pallet_support::{
	BenchmarkWorld, GridOperators, IntervalClock, NodeReferences, RentAccount, Wagers,
};

use crate::*;

/// Of all orders, in planck per Wh, and as a body has it.
const PRICE: u64 = 100;
const NANO_PRICE: i64 = 100 * NANO;

fn operator<T: Config>() -> T::RuntimeOrigin {
	T::OperatorOrigin::try_successful_origin().expect("there is an operator")
}

/// Who runs the grid, with enough money for a deposit.
fn asker<T: Config>() -> T::AccountId {
	let account = account("asker", 0, 0);
	T::Grid::set_grid_operator(&account);
	T::World::pay(&account);
	T::Deposit::ensure_successful(
		&account,
		Pallet::<T>::footprint(T::MaxStatement::get() as usize),
	);
	whitelist!(account);
	account
}

/// A node with trust.
fn node<T: Config>() -> (NodeIndex, T::AccountId) {
	let (node, account) = T::World::node(Roles { consumer: true, ..Default::default() });
	T::World::trust(node);
	whitelist!(account);
	(node, account)
}

/// A chain of buses with limits of voltage, a buyer at the substation and sellers who share; of so many bytes and so much work
/// at most, half of it buses.
fn statement(bytes: u32, work: u32) -> Statement {
	let lines = (work / 4).min(bytes / 80).min(4_000);
	let order = |bus, side, energy| DispatchOrder { bus, window: 0, side, energy, price: PRICE };
	let statement = |orders: u32| Statement {
		grids: vec![GridStatement::Radial {
			lines: (0..lines as u16)
				.map(|parent| Line { parent, import: Line::NO_LIMIT, export: Line::NO_LIMIT })
				.collect(),
			volts: vec![Volts { rise: 1 << 20, above: 1 << 62, below: 1 << 62 }; lines as usize],
		}],
		orders: (0..orders)
			.map(|index| match index {
				0 => order(0, Side::Demand, 1 << 20),
				_ => {
					let bus = index.checked_rem(lines.saturating_add(1)).unwrap_or(0);
					order(bus as u16, Side::Supply, 1 << 20)
				},
			})
			.collect(),
		..Statement::default()
	};
	let empty = statement(0);
	// An order has 11 bytes at most: two of bus, one of window and side each, four of energy and two of price.
	let room = bytes.saturating_sub(empty.encoded_size() as u32).saturating_sub(8) / 11;
	let rest = u64::from(work).saturating_sub(empty.work());
	statement(room.min(rest as u32))
}

/// What sells a Wh at each bus, as far as that fits, and whoever stands there shares it.
fn body<T: Config>(statement: &Statement) -> Body {
	let sellers: Vec<u16> = statement.orders.iter().skip(1).map(|order| order.bus).collect();
	let mut buses: Vec<u16> = sellers;
	buses.sort_unstable();
	buses.dedup();
	buses.retain(|bus| *bus > 0);
	buses.truncate(T::MaxBody::get().saturating_sub(64) as usize / 10);
	let bought = buses.len() as u64;
	let demand = AtPrice { window: 0, bus: 0, sold: 0, bought };
	let supply = buses.into_iter().map(|bus| AtPrice { window: 0, bus, sold: 1, bought: 0 });
	let margins = if bought == 0 { Vec::new() } else { vec![demand] };
	Body {
		prices: vec![NANO_PRICE],
		margins: margins.into_iter().chain(supply).collect(),
		..Body::default()
	}
}

fn terms<T: Config>() -> Terms {
	let (claims, bodies) = (T::MinWindow::get(), T::MinWindow::get());
	let threshold = Threshold { ppm: T::MaxGap::get(), least: 0 };
	Terms { claims, bodies, threshold, wager: T::MinWager::get(), reward: T::MaxReward::get() }
}

fn next<T: Config>() -> Interval {
	T::Clock::now().saturating_add(1)
}

/// As many problems of others as there can be, beside one.
fn fill_queue<T: Config>() {
	let others = (1..T::MaxProblems::get()).map(|other| Due {
		problem: other,
		asker: account("asker", other, 0),
		size: Size::default(),
		at: u32::MAX.into(),
	});
	Queue::<T>::mutate(|queue| {
		for other in others {
			assert!(queue.try_push(other).is_ok(), "there is room");
		}
	});
}

/// Problem 0, with a statement.
fn posted<T: Config>(statement: Statement) -> Result<(), BenchmarkError> {
	let posted = Pallet::<T>::do_post(asker::<T>(), next::<T>(), statement, None, terms::<T>());
	posted?;
	fill_queue::<T>();
	Ok(())
}

/// As many claims of others as there can be, beside so many; with bodies of full length.
fn claimed<T: Config>(count: u32, own: &[ClaimRow]) -> Result<(), BenchmarkError> {
	let mut rows = own.to_vec();
	for _ in 0..count {
		let (node, account) = T::World::node(Roles { consumer: true, ..Default::default() });
		T::Ledger::wager(node, &account, T::MinWager::get())?;
		T::Nodes::hold(node);
		Bodies::<T>::insert(
			0,
			node,
			BodyOf::<T>::truncate_from(vec![0; T::MaxBody::get() as usize]),
		);
		rows.push(ClaimRow {
			node,
			claim: DispatchClaim::default(),
			body: [0; 32],
			revealed: true,
		});
	}
	Claims::<T>::insert(0, BoundedVec::truncate_from(rows));
	Ok(())
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// With nothing that is to stand.
	#[benchmark]
	fn post(
		b: Linear<100, { T::MaxStatement::get() }>,
		w: Linear<3, { T::MaxWork::get() }>,
	) -> Result<(), BenchmarkError> {
		let asker = asker::<T>();
		fill_queue::<T>();
		let statement = statement(b, w);
		#[extrinsic_call]
		_(RawOrigin::Signed(asker), next::<T>(), statement, None, terms::<T>());
		assert!(Problems::<T>::contains_key(0));
		Ok(())
	}

	/// In the place of another.
	#[benchmark]
	fn claim() -> Result<(), BenchmarkError> {
		posted::<T>(statement(1_000, 20))?;
		claimed::<T>(T::MaxClaims::get(), &[])?;
		let (node, account) = node::<T>();
		let says = DispatchClaim { welfare: 1, bound: 1 };
		#[extrinsic_call]
		_(RawOrigin::Signed(account), 0, says, [1; 32]);
		assert!(Claims::<T>::get(0).iter().any(|row| row.node == node));
		Ok(())
	}

	/// Nobody has checked what is in it.
	#[benchmark]
	fn reveal(b: Linear<64, { T::MaxBody::get() }>) -> Result<(), BenchmarkError> {
		posted::<T>(statement(1_000, 20))?;
		let (node, account) = node::<T>();
		let prices = vec![0; (b.saturating_sub(16) / 8) as usize];
		let body = Body { prices, ..Body::default() };
		let hash = body_hash(node, 0, &body);
		let row = ClaimRow { node, claim: DispatchClaim::default(), body: hash, revealed: false };
		claimed::<T>(T::MaxClaims::get().saturating_sub(1), &[row])?;
		System::<T>::set_block_number(Problems::<T>::get(0).ok_or("posted")?.claims_until);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), 0, body);
		assert!(Bodies::<T>::contains_key(0, node));
		Ok(())
	}

	/// The operator does, who can in spite of claims.
	#[benchmark]
	fn drop_problem(c: Linear<0, { T::MaxClaims::get() }>) -> Result<(), BenchmarkError> {
		posted::<T>(statement(T::MaxStatement::get(), T::MaxWork::get()))?;
		claimed::<T>(c, &[])?;
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, 0);
		assert!(!Problems::<T>::contains_key(0) && !Statements::<T>::contains_key(0));
		Ok(())
	}

	/// Nothing is due.
	#[benchmark]
	fn look() -> Result<(), BenchmarkError> {
		fill_queue::<T>();
		let mut meter = frame_support::weights::WeightMeter::new();
		#[block]
		{
			Pallet::<T>::tend(1_u32.into(), &mut meter);
		}
		assert_eq!(Queue::<T>::get().len() as u32, T::MaxProblems::get().saturating_sub(1));
		Ok(())
	}

	/// A claim that turns out to be false after all has been looked at.
	#[benchmark]
	fn check(
		b: Linear<100, { T::MaxStatement::get() }>,
		w: Linear<3, { T::MaxWork::get() }>,
	) -> Result<(), BenchmarkError> {
		let statement = statement(b, w);
		let body = body::<T>(&statement);
		posted::<T>(statement)?;
		let (node, account) = node::<T>();
		T::Ledger::wager(node, &account, T::MinWager::get())?;
		T::Nodes::hold(node);
		let bytes = BodyOf::<T>::try_from(body.encode()).map_err(|_| "a body that fits")?;
		Bodies::<T>::insert(0, node, bytes);
		// All that is said is right, but the welfare: it is 0.
		let says = DispatchClaim { welfare: 1, bound: u128::MAX };
		let row = ClaimRow { node, claim: says, body: [0; 32], revealed: true };
		claimed::<T>(T::MaxClaims::get().saturating_sub(1), &[row])?;
		let now = Problems::<T>::get(0).ok_or("posted")?.bodies_until;
		System::<T>::set_block_number(now);
		#[block]
		{
			Pallet::<T>::tend_one(0, now);
		}
		let problem = 0;
		let (why, reported) = (Falsehood::Welfare, true);
		let event = Event::<T>::ClaimFalse { problem, node, why, reported };
		System::<T>::assert_last_event(event.into());
		Ok(())
	}

	/// With as much rent as can be paid.
	#[benchmark]
	fn decide() -> Result<(), BenchmarkError> {
		posted::<T>(statement(1_000, 20))?;
		let (node, account) = node::<T>();
		let gain = T::MaxReward::get().saturating_mul(1_000);
		T::Ledger::endow_rent(gain);
		T::World::pay(&account);
		Problems::<T>::mutate(0, |problem| {
			if let Some(problem) = problem {
				problem.standing =
					Standing { node: Some(node), welfare: gain, bound: gain, paid: 0 };
			}
		});
		let now = Problems::<T>::get(0).ok_or("posted")?.bodies_until;
		#[block]
		{
			Pallet::<T>::tend_one(0, now);
		}
		assert!(Paid::<T>::get().is_some_and(|budget| budget.spent > 0));
		Ok(())
	}

	/// A large one.
	#[benchmark]
	fn forget() -> Result<(), BenchmarkError> {
		posted::<T>(statement(T::MaxStatement::get(), T::MaxWork::get()))?;
		let dispatch = vec![0; T::MaxBody::get() as usize];
		Dispatches::<T>::insert(0, BodyOf::<T>::truncate_from(dispatch));
		Problems::<T>::mutate(0, |problem| {
			if let Some(problem) = problem {
				problem.stage = Stage::Decided { reward: 0, until: 0_u32.into() };
			}
		});
		#[block]
		{
			Pallet::<T>::tend_one(0, 1_u32.into());
		}
		assert!(!Problems::<T>::contains_key(0) && !Statements::<T>::contains_key(0));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
