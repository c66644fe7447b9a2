// SPDX-License-Identifier: Apache-2.0

//! A runtime with a grid, a market that says in storage which intervals it trades, and committees that decide as they are
//! told.

use core::ops::Range;
use frame_support::{
	Blake2_128Concat, derive_impl,
	pallet_prelude::{DispatchResult, ValueQuery, Weight},
	parameter_types, storage_alias,
	traits::{ConstU32, EitherOfDiverse},
};
use frame_system::{EnsureRoot, EnsureSignedBy};
use gridmerit_energy::Interval;
use gridmerit_pallet_support::{
	Committees, GridKeepers, GridRole, OnTrading, Subject, Verdict, testing::TestClock,
};
use sp_runtime::{BuildStorage, DispatchError, Perbill};

use crate::{self as pallet_grid, GenesisLine, Limits, Trading, TradingIntervals};

pub type AccountId = u64;
type Block = frame_system::mocking::MockBlock<Test>;

/// The market operator's account.
pub const OPERATOR: AccountId = 1;
/// Grid operators.
pub const DSO: AccountId = 2;
pub const OTHER_DSO: AccountId = 3;
/// Who owns the lines of buses 1 and 2, and that of bus 3.
pub const OWNER: AccountId = 4;
pub const OTHER_OWNER: AccountId = 5;
/// Keeps nothing.
pub const STRANGER: AccountId = 6;
/// How long an interval lasts.
const INTERVAL_MS: u32 = 900_000;
/// What each line can carry.
pub const RATING: u64 = 1_000;
/// The interval that is being delivered, and those that are traded.
pub const NOW: Interval = 100;
pub const TRADED: Range<Interval> = 101..105;
/// What takes two holds after so many intervals.
pub const NOTICE: u32 = 10;
/// So far ahead something can be set.
pub const AHEAD: u32 = 40;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Grid = pallet_grid;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
}

frame_support::ord_parameter_types! {
	pub const OperatorAccount: AccountId = OPERATOR;
}

parameter_types! {
	pub const Half: Perbill = Perbill::from_percent(50);
	// Two pages.
	pub static MaxLines: u32 = 200;
}

impl pallet_grid::Config for Test {
	type Committees = TestCommittees;
	type FreeShare = Half;
	type MaxAhead = ConstU32<AHEAD>;
	type MaxChange = ConstU32<150>;
	type MaxLines = MaxLines;
	type MaxRange = ConstU32<8>;
	type Notice = ConstU32<NOTICE>;
	type OperatorOrigin =
		EitherOfDiverse<EnsureRoot<AccountId>, EnsureSignedBy<OperatorAccount, AccountId>>;
	type Time = TestClock;
	type WeightInfo = ();
}

#[storage_alias]
type Convenes = StorageValue<TestCommittees, bool, ValueQuery>;
#[storage_alias]
type Asked = StorageMap<TestCommittees, Blake2_128Concat, AccountId, (Subject, u8)>;

/// Committees that decide as they are told. At first there is too little trust for them.
pub struct TestCommittees;

impl TestCommittees {
	/// From now on there is enough trust, or too little.
	pub fn set_convenes(convenes: bool) {
		Convenes::put(convenes);
	}

	/// It approves what an account asks, or refuses it.
	pub fn decide(asker: AccountId, approve: bool) {
		Asked::mutate(asker, |asked| {
			asked.as_mut().expect("it asks").1 = if approve { 1 } else { 2 };
		});
	}

	/// What an account asks; none if nothing is pending.
	pub fn pending(asker: AccountId) -> Option<Subject> {
		Asked::get(asker).filter(|(_, says)| *says == 0).map(|(subject, _)| subject)
	}
}

impl Committees<AccountId> for TestCommittees {
	fn can_convene() -> bool {
		Convenes::get()
	}

	fn ask(asker: &AccountId, subject: Subject) -> DispatchResult {
		if Asked::contains_key(asker) {
			return Err(DispatchError::Other("asked before"));
		}
		Asked::insert(asker, (subject, 0));
		Ok(())
	}

	fn verdict(asker: &AccountId, subject: &Subject) -> Option<Verdict> {
		let (_, says) = Asked::get(asker).filter(|(asked, _)| asked == subject)?;
		Some([Verdict::Pending, Verdict::Approved, Verdict::Refused][usize::from(says)])
	}

	fn asked(asker: &AccountId) -> Option<Subject> {
		Asked::get(asker).map(|(subject, _)| subject)
	}

	fn forget(asker: &AccountId) {
		Asked::remove(asker);
	}

	fn withdraw(asker: &AccountId) {
		Asked::mutate(asker, |asked| {
			if let Some((_, says)) = asked {
				*says = 2;
			}
		});
	}

	fn weight() -> Weight {
		Weight::from_parts(7_000, 0)
	}
}

/// The rest of the market. At genesis it has not begun.
pub struct Market;

impl Market {
	/// From now on it trades these intervals, the one before the first of which is being delivered.
	pub fn trade(intervals: Range<Interval>) {
		TestClock::set(u64::from(intervals.start.saturating_sub(1)) * u64::from(INTERVAL_MS));
		<Grid as OnTrading>::trading(intervals, INTERVAL_MS);
	}

	/// A round later.
	pub fn next_round() {
		let Range { start, end } = Self::trading();
		Self::trade(start + 1..end + 1);
	}

	/// The intervals that it trades.
	pub fn trading() -> Range<Interval> {
		let TradingIntervals { first, end, .. } = Trading::<Test>::get();
		first..end
	}

	/// The interval that is being delivered.
	pub fn now() -> Interval {
		(TestClock::millis() / u64::from(INTERVAL_MS)) as Interval
	}
}

/// Three lines: bus 1 on the substation, 2 on 1 and 3 on 2. Nobody keeps them yet.
pub fn three() -> Vec<GenesisLine<AccountId>> {
	let line = |owner, parent, limits| GenesisLine { owner, parent, rating: RATING, limits };
	let limits = Limits { import: 900, export: 800 };
	vec![line(OWNER, 0, None), line(OWNER, 1, Some(limits)), line(OTHER_OWNER, 2, None)]
}

/// Block 1 of a chain that begins with these lines.
pub fn with_lines(lines: Vec<GenesisLine<AccountId>>) -> sp_io::TestExternalities {
	let grid = pallet_grid::GenesisConfig { lines };
	let storage = RuntimeGenesisConfig { grid, ..Default::default() }.build_storage();
	let mut externalities = sp_io::TestExternalities::from(storage.unwrap());
	externalities.execute_with(|| System::set_block_number(1));
	externalities
}

/// Block 1 without a grid.
pub fn externalities() -> sp_io::TestExternalities {
	with_lines(vec![])
}

/// Runs `test` on three lines that are kept, in a market that trades, and checks the state after it.
pub fn run(test: impl FnOnce()) {
	with_lines(three()).execute_with(|| {
		Market::trade(TRADED);
		for (account, role) in [
			(DSO, GridRole::GridOperator),
			(OTHER_DSO, GridRole::GridOperator),
			(OWNER, GridRole::LineOwner),
			(OTHER_OWNER, GridRole::LineOwner),
		] {
			Grid::set_keeper(&account, Some(role));
		}
		System::reset_events();
		test();
		Grid::do_try_state().unwrap();
	});
}
