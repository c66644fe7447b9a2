// SPDX-License-Identifier: Apache-2.0

//! Upgrades that change what maps hold, while the market is at work. This is part of the runtime's own tests, for there the
//! runtime has [`Migrations`].

// A test that cannot be set up has failed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

mod support;

use std::{
	collections::{BTreeMap, BTreeSet},
	ops::RangeInclusive,
};

use crate::{
	AccountId, AllPalletsWithSystem, Balance, Balances, Executive, Header, Ledger,
	MultiBlockMigrations, Runtime, RuntimeEvent, RuntimeOrigin, Settlement, System, TeRegistry,
	VERSION,
	configs::system::{MAX_BLOCK_WEIGHT, MaxMigrationWeight},
};
use codec::{Decode, Encode};
use frame_support::{
	Twox64Concat, assert_ok,
	dispatch::DispatchClass,
	migrations::MultiStepMigrator,
	storage::{StoragePrefixedMap, unhashed, with_transaction},
	storage_alias,
	traits::{Get, StorageInfoTrait, StorageVersion},
	weights::Weight,
};
use gridmerit_energy::{Basis, EnergyLimits, Interval, Invoice, NodeIndex, Roles, SourceKind};
use gridmerit_meter::Meter;
use gridmerit_pallet_support::{ByEntry, EntryMigration};
use pallet_clearing::{Transactions, WeightInfo as _};
use pallet_forward_market::{ClosedUntil, CurrentRound, WeightInfo as _};
use pallet_ledger::{Account, AccountOf, LocksOf};
use pallet_meter_attestation::{Call, SignedReadingOf};
use pallet_te_registry::{Node, NodeData, NodeOf};
use sp_core::{H256, hexdisplay::HexDisplay};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::{
	DispatchError, ExtrinsicInclusionMode, TransactionOutcome,
	transaction_validity::{TransactionSource, TransactionValidityError, UnknownTransaction},
};
use support::{
	FIRST_SLOT, authorized, build_block, build_block_after, first_digest,
	market::{INTERVAL_SLOTS, demand, gate_slot, offers, origin, round, send},
	meters::{deliver, read, seeded, settle_with_seeded},
	next_session, on_chain, session,
	settling::{build_blocks, invoice, pass, pass_blocks, refused, slot_after},
	try_state,
};

/// Two maps that grow with users, each from a layout that is not that of today.
pub type Migrations = (ByEntry<WithLocked>, ByEntry<WithBattery>);

/// What one entry is charged for: so much that a block has room for one only.
fn most_of_a_block() -> Weight {
	MaxMigrationWeight::get().saturating_div(5).saturating_mul(3)
}

/// Accounts that did not state what of them is locked, as it follows from the rest.
pub struct WithLocked;

#[derive(Encode, Decode)]
pub struct OldAccount {
	credit: Balance,
	withheld: Balance,
	claims: Balance,
	debts: Balance,
	locks: LocksOf<Runtime>,
}

impl EntryMigration for WithLocked {
	type Pallet = Ledger;
	type Map = pallet_ledger::Accounts<Runtime>;
	type Old = OldAccount;
	type New = AccountOf<Runtime>;
	const FROM: u16 = 0;

	fn weight() -> Weight {
		most_of_a_block()
	}

	fn migrate(old: OldAccount) -> AccountOf<Runtime> {
		let OldAccount { credit, withheld, claims, debts, locks } = old;
		let locked = locks.iter().fold(withheld, |sum, (_, amount)| sum.saturating_add(*amount));
		Account { credit, locked, withheld, debts, claims, locks }
	}
}

/// Nodes from before there were batteries, and before nodes could be suspended.
pub struct WithBattery;

#[storage_alias]
pub type Nodes = StorageMap<TeRegistry, Twox64Concat, NodeIndex, NodeOf<Runtime>>;

type Deposit = <Runtime as pallet_te_registry::Config>::Deposit;

#[derive(Encode, Decode)]
pub struct OldNode {
	account: AccountId,
	customer: H256,
	roles: Roles,
	bus: u16,
	limits: EnergyLimits,
	source: SourceKind,
	deposit: Option<Deposit>,
}

impl EntryMigration for WithBattery {
	type Pallet = TeRegistry;
	type Map = Nodes;
	type Old = OldNode;
	type New = NodeOf<Runtime>;
	const FROM: u16 = 0;

	fn weight() -> Weight {
		most_of_a_block()
	}

	fn migrate(old: OldNode) -> NodeOf<Runtime> {
		let OldNode { account, customer, roles, bus, limits, source, deposit } = old;
		let data = NodeData { customer, roles, bus, limits, source, battery: None };
		Node { account, data, suspended: false, deposit }
	}
}

/// Puts a map back into its old layout.
fn put_back<M: EntryMigration>(old: impl Fn(M::New) -> M::Old)
where
	M::Old: Encode,
{
	let prefix = M::Map::final_prefix();
	let mut key = prefix.to_vec();
	while let Some(next) = sp_io::storage::next_key(&key).filter(|next| next.starts_with(&prefix)) {
		let new = unhashed::get::<M::New>(&next).unwrap();
		unhashed::put(&next, &old(new));
		key = next;
	}
	StorageVersion::new(M::FROM).put::<M::Pallet>();
}

/// Puts the state back to what a runtime with the old layouts has left: the next block is the first of this one.
fn put_state_back() {
	put_back::<WithLocked>(|account| {
		let Account { credit, locked: _, withheld, debts, claims, locks } = account;
		OldAccount { credit, withheld, claims, debts, locks }
	});
	put_back::<WithBattery>(|node| {
		let Node { account, data, suspended, deposit } = node;
		let NodeData { customer, roles, bus, limits, source, battery } = data;
		assert!(!suspended && battery.is_none(), "the old layout had no room for it");
		OldNode { account, customer, roles, bus, limits, source, deposit }
	});
	let before = frame_system::LastRuntimeUpgradeInfo {
		spec_version: (VERSION.spec_version - 1).into(),
		spec_name: VERSION.spec_name,
	};
	frame_system::LastRuntimeUpgrade::<Runtime>::put(before);
}

/// Builds empty blocks in these slots until the migration is over: how many.
fn migrate(slots: &[u64]) -> usize {
	for (blocks, slot) in (1..).zip(slots) {
		let before = session();
		build_block(*slot, vec![]);
		// A change of sessions is charged a whole block, which it does not take.
		let weight = System::block_weight().total();
		assert!(weight.all_lte(MAX_BLOCK_WEIGHT) || session() > before, "{weight:?}");
		let failed = |record: &frame_system::EventRecord<RuntimeEvent, _>| {
			use pallet_migrations::Event::{MigrationFailed, UpgradeFailed};
			matches!(
				record.event,
				RuntimeEvent::MultiBlockMigrations(MigrationFailed { .. } | UpgradeFailed)
			)
		};
		assert!(!System::events().iter().any(failed));
		if !MultiBlockMigrations::ongoing() {
			assert_eq!(StorageVersion::get::<Ledger>(), 1);
			assert_eq!(StorageVersion::get::<TeRegistry>(), 1);
			return blocks;
		}
	}
	panic!("the migration does not end");
}

const TRADERS: [Sr25519Keyring; 4] = [Bob, Charlie, Dave, Eve];

/// The dispute window.
const WINDOW: Interval = 32;

fn start() -> Interval {
	build_block(FIRST_SLOT, vec![]);
	assert_ok!(Settlement::set_dispute_window(RuntimeOrigin::root(), WINDOW));
	for account in [Bob, Charlie, Dave, Eve, Ferdie] {
		assert_ok!(Ledger::deposit(origin(account), 100_000_000_000));
	}
	settle_with_seeded(FIRST_SLOT + 1, &[Bob, Charlie, Dave])
}

/// Demand and offers of the neighbours for what is open in the round at hand.
fn trade(slot: u64) {
	let round = round();
	let open = round + 1..round + 5;
	let wanted: Vec<_> = open.clone().map(|interval| (interval, 900)).collect();
	let less: Vec<_> = open.clone().map(|interval| (interval, 250)).collect();
	let offered = |ask| open.clone().map(|interval| (interval, 600, ask)).collect::<Vec<_>>();
	let calls = vec![
		(Bob, demand(round, &wanted)),
		(Eve, demand(round, &less)),
		(Charlie, offers(round, &offered(90_000))),
		(Dave, offers(round, &offered(110_000))),
	];
	send(slot, calls);
}

/// How many of the four intervals with trade the clearing of a round has done.
fn cleared(of: Interval) -> usize {
	let done = |interval| pallet_clearing::Results::<Runtime>::contains_key(interval, of);
	(of + 1..of + 5).filter(|interval| done(*interval)).count()
}

/// Whether the clearing has done some intervals of a round, and not all.
fn is_half_cleared(of: Interval) -> bool {
	pallet_clearing::Cursor::<Runtime>::exists() && round() == of && (1..4).contains(&cleared(of))
}

/// What a block needs for its look at the clearing, and to begin with an interval.
fn least_to_clear() -> Weight {
	type Clears = <Runtime as pallet_clearing::Config>::WeightInfo;
	type Closes = <Runtime as pallet_forward_market::Config>::WeightInfo;
	let look = Clears::poll().saturating_add(Closes::close_round());
	look.saturating_add(Clears::turn())
}

/// Clears the round in blocks that others have filled but for a little, and a little less each time, until it is half
/// cleared; the last slot.
fn clear_half(mut slot: u64) -> u64 {
	let of = round();
	let (time, proof) = (MAX_BLOCK_WEIGHT.ref_time(), MAX_BLOCK_WEIGHT.proof_size());
	// It is the proof that is short where it has a limit, and otherwise time.
	let step = match proof {
		u64::MAX => Weight::from_parts(time / 20_000, proof / 1_000),
		_ => Weight::from_parts(time / 100, proof / 1_000),
	};
	for more in 0..500 {
		let fill = || {
			let room = least_to_clear().saturating_add(step.saturating_mul(more));
			let taken = System::block_weight().total().saturating_add(room);
			let filled = MAX_BLOCK_WEIGHT.saturating_sub(taken);
			System::register_extra_weight_unchecked(filled, DispatchClass::Mandatory);
		};
		build_block_after(slot, fill, vec![]);
		if is_half_cleared(of) {
			return slot;
		}
		assert_eq!((round(), cleared(of)), (of, 0), "it was cleared at once");
		slot += 1;
	}
	panic!("it is not cleared");
}

/// All that the market's pallets and those below them have stored, but for what counts blocks.
fn market_state() -> BTreeMap<(String, String), Vec<u8>> {
	let mut state = BTreeMap::new();
	let storage = AllPalletsWithSystem::storage_info();
	let ours = |pallet: &[u8]| {
		let names = ["TeRegistry", "Ledger", "TrustStaking", "ForwardMarket", "Clearing"];
		let above = ["Settlement", "MeterAttestation", "Authorities", "Grid"];
		names.iter().chain(&above).any(|name| name.as_bytes() == pallet)
	};
	for info in storage.iter().filter(|info| ours(&info.pallet_name)) {
		let name = [&info.pallet_name[..], b".", &info.storage_name].concat();
		let name = String::from_utf8(name).unwrap();
		let mut key = info.prefix.clone();
		let values = info.max_values == Some(1);
		let first = values.then(|| key.clone()).filter(|key| unhashed::exists(key));
		let mut next = first.or_else(|| sp_io::storage::next_key(&key));
		while let Some(found) = next.filter(|found| found.starts_with(&info.prefix)) {
			let value = unhashed::get_raw(&found).unwrap();
			state.insert((name.clone(), HexDisplay::from(&found).to_string()), value);
			key = found;
			next = sp_io::storage::next_key(&key);
		}
	}
	state
}

/// What has come of it.
struct Outcome {
	state: BTreeMap<(String, String), Vec<u8>>,
	issuance: Balance,
	money: Vec<Balance>,
	trades: usize,
	bills: Vec<Option<Invoice>>,
}

/// What Bob, Charlie and Dave have metered, and up to when the two that are not silent have been read.
struct Metering {
	bob: Meter,
	charlie: Meter,
	dave: Meter,
	next: Interval,
}

impl Metering {
	/// Delivers readings of Bob and Charlie up to an interval, one block each; the last slot.
	fn deliver(&mut self, mut slot: u64, last: Interval) -> u64 {
		while self.next <= last {
			let bob = read(&mut self.bob, self.next, 800, 0);
			let charlie = read(&mut self.charlie, self.next, 0, 550);
			slot = deliver_all(slot, vec![bob, charlie]);
			self.next += 1;
		}
		slot
	}

	/// Delivers all that Dave's meter has kept to itself.
	fn deliver_late(&mut self, mut slot: u64, intervals: RangeInclusive<Interval>) -> u64 {
		for interval in intervals {
			let reading = read(&mut self.dave, interval, 0, 400);
			slot = deliver_all(slot, vec![reading]);
		}
		slot
	}
}

/// Delivers readings in the next block, none of which is refused.
fn deliver_all(slot: u64, readings: Vec<SignedReadingOf<Runtime>>) -> u64 {
	let count = readings.len() as u32;
	send(slot + 1, vec![(Alice, deliver(readings))]);
	assert_eq!((0..count).find_map(refused), None);
	slot + 1
}

/// Builds a block every so many slots; the last slot.
fn build_every(step: u64, mut slot: u64, end: u64) -> u64 {
	while slot < end {
		slot += step;
		build_block(slot, vec![]);
	}
	slot
}

/// Builds blocks from a slot on until a round takes orders for another block; the last slot.
fn until_open(mut slot: u64) -> u64 {
	build_block(slot, vec![]);
	while CurrentRound::<Runtime>::get().unwrap().closed_from.is_some() || gate_slot() <= slot + 1 {
		slot += 1;
		build_block(slot, vec![]);
	}
	slot
}

/// Plays some hours: trade, a round that is half cleared, and meters of which one is silent, so that intervals are open
/// in all ways. Then there is an upgrade, or empty blocks, over the end of a session. All is settled and closed after that.
fn play(upgrade: bool) -> Outcome {
	let from = start();
	let mut meters =
		Metering { bob: seeded(Bob), charlie: seeded(Charlie), dave: seeded(Dave), next: from };
	let mut boundary = next_session(FIRST_SLOT);
	while boundary < slot_after(from + deadline() + 4) {
		boundary = next_session(boundary);
	}
	// Rounds with trade, up to the last gate before the session ends.
	let mut slot = FIRST_SLOT + 2;
	trade(slot);
	while gate_slot() + INTERVAL_SLOTS <= boundary {
		build_every(10, slot, gate_slot() - 20);
		slot = meters.deliver(until_open(gate_slot()), round().saturating_sub(2)) + 1;
		trade(slot);
	}
	build_every(10, slot, gate_slot() - 20);
	slot = clear_half(gate_slot());
	try_state();
	assert!(slot < boundary);
	assert_eq!(invoice(from, Bob).unwrap().basis, Basis::Reading);
	assert_eq!(invoice(from, Dave).unwrap().basis, Basis::Silence);
	assert!(ClosedUntil::<Runtime>::get() <= from, "nothing is in its dispute window");
	assert_eq!(invoice(meters.next, Bob), None, "no reading is awaited");
	let (half, before, trades) = (round(), session(), Transactions::<Runtime>::iter().count());

	// The first block of a session is among those of the migration.
	let slots: Vec<u64> = (slot + 1..slot + 4).chain(boundary..boundary + 25).collect();
	slot = boundary + 24;
	let mut rest = &slots[..];
	if upgrade {
		put_state_back();
		let blocks = migrate(&slots);
		assert!(slots[blocks - 1] > boundary, "the session did not change in it");
		// So much stood still.
		assert_eq!(Transactions::<Runtime>::iter().count(), trades);
		assert!(is_half_cleared(half));
		try_state();
		rest = &slots[blocks..];
	}
	rest.iter().for_each(|slot| _ = build_block(*slot, vec![]));
	assert_eq!(session(), before + 1);
	assert!(round() > half && cleared(half) == 4);
	try_state();

	// The next round is traded, and the silent meter is heard at last.
	slot = until_open(slot + 1) + 1;
	trade(slot);
	let last = round() + 4;
	slot = build_every(5, slot, slot_after(last));
	slot = meters.deliver(slot, last);
	try_state();
	// Dave's silence is settled for all of them by then.
	slot = build_every(5, slot, slot_after(last + deadline() + 2));
	slot = meters.deliver_late(slot, from..=last);
	try_state();
	slot = build_every(15, slot, slot_after(last + WINDOW + 2));
	// Blocks enough that no wait for some goes on.
	build_every(2, slot, slot + 2 * INTERVAL_SLOTS);
	assert!(ClosedUntil::<Runtime>::get() > last);
	Outcome {
		state: market_state(),
		issuance: Balances::total_issuance(),
		money: TRADERS.iter().map(|who| Balances::free_balance(who.to_account_id())).collect(),
		trades: Transactions::<Runtime>::iter().collect::<BTreeMap<_, _>>().len(),
		bills: (from..=last)
			.flat_map(|interval| TRADERS.map(|who| invoice(interval, who)))
			.collect(),
	}
}

fn outcome(upgrade: bool) -> Outcome {
	let mut outcome = None;
	on_chain("development", || outcome = Some(play(upgrade)));
	outcome.unwrap()
}

/// Names of what differs.
fn differences(one: &Outcome, other: &Outcome) -> BTreeSet<String> {
	let keys = one.state.keys().chain(other.state.keys());
	let differ = keys.filter(|key| one.state.get(*key) != other.state.get(*key));
	differ.map(|(name, _)| name.clone()).collect()
}

#[test]
fn an_upgrade_amid_a_clearing_a_dispute_window_and_a_change_of_sessions_loses_nothing() {
	let (upgraded, never) = (outcome(true), outcome(false));
	assert!(upgraded.trades > 20, "{}", upgraded.trades);
	assert!(upgraded.bills.iter().flatten().count() > 40, "{:?}", upgraded.bills);
	let results = |of: &Outcome| (of.issuance, of.money.clone(), of.trades, of.bills.clone());
	assert_eq!(results(&upgraded), results(&never));
	// All that is stored is the same, but for who was silent for a while: a reading has had more time.
	let differ = differences(&upgraded, &never);
	assert!(differ.is_subset(&["TeRegistry.Violations".into()].into()), "{differ:?}");
}

/// Intervals after which a reading is late.
fn deadline() -> u32 {
	<Runtime as pallet_settlement::Config>::Deadline::get()
}

/// Blocks that it takes beside.
fn deadline_blocks() -> u32 {
	<Runtime as pallet_settlement::Config>::MinBlocks::get()
}

#[test]
fn a_migration_of_hours_makes_no_reading_late() {
	on_chain("development", || {
		let from = start();
		let mut meter = seeded(Bob);
		let slot = pass(FIRST_SLOT + 1, from);
		assert_eq!(invoice(from, Bob), None);
		put_state_back();
		// A block an interval: longer than the deadline.
		let slots: Vec<u64> = (1..40).map(|block| slot + block * INTERVAL_SLOTS).collect();
		let blocks = migrate(&slots);
		assert!(blocks as u32 > 2 * deadline());
		let slot = build_blocks(slots[blocks - 1], deadline_blocks() + 2);
		assert_eq!(invoice(from, Bob), None);
		deliver_all(slot, vec![read(&mut meter, from, 700, 0)]);
		assert_eq!(invoice(from, Bob).unwrap().basis, Basis::Reading);
	});
}

#[test]
fn blocks_of_a_migration_are_none_of_those_that_a_late_reading_has() {
	on_chain("development", || {
		let from = start();
		let mut meter = seeded(Bob);
		// The time of its deadline is over, and a few blocks are left.
		let slot = build_blocks(pass(FIRST_SLOT + 1, from + deadline()), 1);
		let elapsed = || pallet_settlement::Deadlines::<Runtime>::get();
		assert!(elapsed().through >= from && invoice(from, Bob).is_none());
		let left = elapsed().since + deadline_blocks() - System::block_number();
		let slot = build_blocks(slot, left - 3);
		put_state_back();
		let slots: Vec<u64> = (slot + 1..slot + 30).collect();
		let blocks = migrate(&slots);
		assert!(blocks > 3, "it would not have been late");
		// In a block with hooks it would be settled without.
		let slot = build_blocks(slots[blocks - 1], 1);
		assert_eq!(invoice(from, Bob), None);
		let slot = deliver_all(slot, vec![read(&mut meter, from, 700, 0)]);
		assert_eq!(invoice(from, Bob).unwrap().basis, Basis::Reading);
		// The next one has the same time, and no more.
		pass_blocks(pass_blocks(pass(slot, from + deadline() + 1)));
		assert_eq!(invoice(from + 1, Bob).unwrap().basis, Basis::Silence);
	});
}

#[test]
fn the_round_at_hand_can_still_be_traded_after_a_migration_that_its_gate_falls_into() {
	on_chain("development", || {
		start();
		let (of, gate) = (round(), gate_slot());
		build_block(gate - 2, vec![]);
		put_state_back();
		let slots: Vec<u64> = (gate - 1..gate + 30).collect();
		let blocks = migrate(&slots);
		let slot = slots[blocks - 1];
		assert!(slot > gate && round() == of);
		// What has not begun, that is.
		let first = u64::from(of + 2);
		assert!(slot < first * INTERVAL_SLOTS);
		let wanted = (of + 2..of + 5).map(|interval| (interval, 900)).collect::<Vec<_>>();
		send(slot + 1, vec![(Bob, demand(of, &wanted))]);
		let slot = build_blocks(slot + 1, 4);
		assert!(round() > of && slot < gate + INTERVAL_SLOTS);
		assert!(pallet_clearing::Results::<Runtime>::contains_key(of + 2, of));
	});
}

#[test]
fn in_a_migration_no_transaction_gets_in_and_no_reading_is_banned() {
	on_chain("development", || {
		let from = start();
		let slot = pass(FIRST_SLOT + 1, from);
		let reading = read(&mut seeded(Bob), from, 700, 0);
		let reading = || authorized(Call::deliver_one { reading: reading.clone() }.into());
		let validity = || {
			let valid = Executive::validate_transaction(
				TransactionSource::External,
				reading(),
				Default::default(),
			);
			TransactionOutcome::Rollback(Ok::<_, DispatchError>(valid.map(|_| ())))
		};
		assert_eq!(with_transaction(validity), Ok(Ok(())));
		put_state_back();
		let first = migrate_once(slot + 1);
		assert_eq!(first, ExtrinsicInclusionMode::OnlyInherents);
		let later = TransactionValidityError::Unknown(UnknownTransaction::CannotLookup);
		assert_eq!(with_transaction(validity), Ok(Err(later)));
		let slots: Vec<u64> = (slot + 2..slot + 40).collect();
		let blocks = migrate(&slots);
		assert_eq!(with_transaction(validity), Ok(Ok(())));
		assert_eq!(build_block(slots[blocks], vec![reading()]), [Ok(Ok(()))]);
		assert_eq!(invoice(from, Bob).unwrap().basis, Basis::Reading);
	});
}

/// Builds the first block of an upgrade; what it says may be in it.
fn migrate_once(slot: u64) -> ExtrinsicInclusionMode {
	build_block(slot, vec![]);
	assert!(MultiBlockMigrations::ongoing());
	let next = with_transaction(|| {
		let mode = Executive::initialize_block(&Header {
			parent_hash: Default::default(),
			number: System::block_number() + 1,
			state_root: Default::default(),
			extrinsics_root: Default::default(),
			digest: first_digest(slot + 1),
		});
		TransactionOutcome::Rollback(Ok::<_, DispatchError>(mode))
	});
	next.unwrap()
}
