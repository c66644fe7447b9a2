// SPDX-License-Identifier: Apache-2.0

//! What the calls cost at most. What signatures cost, charges for unaccounted-for energy, and reopening what
//! was settled, is measured apart, so that a call can be charged for as many as there were.

use crate::{Serial, offences::Cause, readings::Context};
use alloc::{vec, vec::Vec};
use codec::Encode;
use frame_benchmarking::v2::*;
use frame_support::{
	BoundedVec,
	traits::{Consideration, EnsureOrigin, Get},
};
use frame_system::RawOrigin;
use gridmerit_energy::{Interval, MeterIndex, Metered, NodeIndex, Reading, Roles};
use gridmerit_pallet_support::{
	BenchmarkWorld, ClosedIntervals, IntervalClock, MAX_SPANS, Name, ReadingDuty, Settlement,
	ViolationKind, ViolationSink, Words,
};
use gridmerit_statements::MAX_METERED;
use sp_runtime::DispatchError;

use crate::*;

/// Signs for the benchmarks, with the scheme that is dearest to verify.
pub trait BenchmarkHelper<Key, Signature> {
	/// A new key; another for each number.
	fn key(number: u32) -> Key;
	/// Signs with a key.
	fn sign(key: &Key, payload: &[u8]) -> Signature;
}

/// Signs with the host's keystore, by ECDSA: optimised, the host recovers its keys in about 54 µs, while
/// it verifies Schnorrkel in 50 and Ed25519 in 47.
pub struct Keystore;

impl BenchmarkHelper<MeterKey, MeterSignature> for Keystore {
	fn key(number: u32) -> MeterKey {
		// A secret, not a derivation from a phrase, which would take longer than all that is measured.
		let seed = alloc::format!("0x{:064x}", u64::from(number).saturating_add(1)).into_bytes();
		MeterKey::Ecdsa(sp_io::crypto::ecdsa_generate(KEYS, Some(seed)))
	}

	fn sign(key: &MeterKey, payload: &[u8]) -> MeterSignature {
		let MeterKey::Ecdsa(key) = key else { unreachable!("all keys are of that scheme") };
		let signature = sp_io::crypto::ecdsa_sign(KEYS, key, payload);
		MeterSignature::Ecdsa(signature.expect("the key is in the keystore"))
	}
}

/// The keystore's drawer for the meters' keys.
const KEYS: sp_core::crypto::KeyTypeId = sp_core::crypto::KeyTypeId(*b"mete");

fn operator<T: Config>() -> T::RuntimeOrigin {
	T::OperatorOrigin::try_successful_origin().expect("there is an operator")
}

/// The longest name, serial number, or statement.
fn longest<L: Get<u32>>() -> BoundedVec<u8, L> {
	vec![b'x'; L::get() as usize].try_into().expect("is as long as it may be")
}

/// An account that can pay a deposit.
fn funded<T: Config>(number: u32) -> T::AccountId {
	let account = account("funded", number, 0);
	T::Deposit::ensure_successful(&account, Pallet::<T>::meter_footprint());
	account
}

/// The keys of a manufacturer.
fn keys<T: Config>() -> KeysOf<T> {
	let keys = (0..T::MaxKeys::get()).map(|number| key::<T>(1_000_000_u32.saturating_add(number)));
	BoundedVec::truncate_from(keys.collect())
}

fn key<T: Config>(number: u32) -> T::Key {
	T::BenchmarkHelper::key(number)
}

/// A certificate of a manufacturer, of whose keys the last has signed it.
fn certificate<T: Config>(key: &T::Key, from: Interval, serial: &Serial) -> T::Signature {
	let keys = keys::<T>();
	let last = keys.last().expect("there are keys");
	T::BenchmarkHelper::sign(last, &gridmerit_statements::certificate(&key.encode(), from, serial))
}

fn manufacturer<T: Config>() -> Result<ManufacturerId, BenchmarkError> {
	let manufacturer = NextManufacturer::<T>::get();
	Pallet::<T>::do_register_manufacturer(longest(), keys::<T>())?;
	Ok(manufacturer)
}

/// A meter with two keys, of which the second holds for all that is open, by the manufacturer with number 0.
fn meter<T: Config>(number: u32) -> Result<MeterIndex, BenchmarkError> {
	let mut serial: Vec<u8> = number.to_be_bytes().to_vec();
	serial.resize(32, b'x');
	let account = funded::<T>(1_000_u32.saturating_add(number));
	let deposit = T::Deposit::new(&account, Pallet::<T>::meter_footprint())?;
	let details = Details {
		manufacturer: 0,
		serial: BoundedVec::truncate_from(serial),
		registrant: Some(Registrant { account, deposit }),
	};
	let former = key::<T>(number.saturating_mul(2));
	let key = key::<T>(number.saturating_mul(2).saturating_add(1));
	let meter = Pallet::<T>::enter_meter(KeyFrom { key: former, from: 0 }, details)?;
	Meters::<T>::mutate(meter, |row| {
		let row = row.as_mut().expect("was just entered");
		let next = KeyFrom { key: key.clone(), from: 1 };
		row.former_key = Some(core::mem::replace(&mut row.key, next));
	});
	MeterOfKey::<T>::insert(key, meter);
	Ok(meter)
}

/// The key with which a meter signs.
fn key_of<T: Config>(meter: MeterIndex) -> Result<T::Key, BenchmarkError> {
	Ok(Meters::<T>::get(meter).ok_or("there is one")?.key.key)
}

/// A node and its account.
fn node<T: Config>() -> (NodeIndex, T::AccountId) {
	node_with::<T>(Roles { prosumer: true, ..Default::default() })
}

/// A node with a battery, and its account.
fn battery<T: Config>() -> (NodeIndex, T::AccountId) {
	node_with::<T>(Roles { storage: true, ..Default::default() })
}

fn node_with<T: Config>(roles: Roles) -> (NodeIndex, T::AccountId) {
	let (node, account) = T::World::node(roles);
	whitelist!(account);
	(node, account)
}

/// A new meter of a node.
fn bound<T: Config>(node: NodeIndex, number: u32) -> Result<MeterIndex, BenchmarkError> {
	let meter = meter::<T>(number)?;
	Pallet::<T>::bind(meter, node, T::Clock::now())?;
	Ok(meter)
}

/// A node with a settlement meter and as many meters as it can have.
fn settling<T: Config>(
	node: NodeIndex,
	account: &T::AccountId,
	number: u32,
) -> Result<MeterIndex, BenchmarkError> {
	let meter = bound::<T>(node, number)?;
	Pallet::<T>::do_settle_with(Some(account.clone()), meter, T::Clock::now())?;
	fill_up::<T>(node);
	Ok(meter)
}

/// Gives a node as many meters as it can have. Of these only the indices matter.
fn fill_up<T: Config>(node: NodeIndex) {
	MetersOfNode::<T>::mutate(node, |row| {
		while let Some(last) = row.meters.last().copied()
			&& row.meters.try_push(last.saturating_add(1)).is_ok()
		{}
	});
}

/// Has meters of a node settle one after the other all that is remembered; settlement is not told.
fn settled_with<T: Config>(node: NodeIndex, meters: [MeterIndex; MAX_SPANS as usize]) {
	T::Closing::close_until(T::Clock::now());
	let spans = (0..).zip(meters).map(|(from, meter)| Span { meter, from, until: None });
	MetersOfNode::<T>::mutate(node, |row| row.spans = BoundedVec::truncate_from(spans.collect()));
	for meter in meters {
		fill::<T>(meter);
	}
}

/// As large as a reading can be, and in line with those of other intervals.
fn reading(interval: Interval) -> Reading {
	let base = 1_u64 << 62;
	let register = base.saturating_add(MAX_METERED.saturating_mul(interval.into()));
	Reading {
		interval,
		counter: base.saturating_add(interval.into()),
		import_register: register,
		export_register: register,
		import: MAX_METERED,
		export: MAX_METERED,
	}
}

/// Meters with a reading each.
type Batch = Vec<(MeterIndex, Reading)>;

/// A meter of a node, and its reading for an interval with room for just that between others. The node has
/// something open in all but `free` of the intervals in which it can.
fn deliverable<T: Config>(
	interval: Interval,
	number: u32,
	(node, account): (NodeIndex, T::AccountId),
	free: u32,
) -> Result<(MeterIndex, Reading), BenchmarkError> {
	T::World::crowd(node, interval, true, free);
	let meter = settling::<T>(node, &account, number)?;
	// One before and one after; what more of them cost is measured apart.
	let first = interval.saturating_sub(1);
	let others = (first..interval.saturating_add(2)).filter(|other| *other != interval);
	Series::<T>::insert(meter, BoundedVec::truncate_from(others.map(reading).collect()));
	// It feeds in all that it can, for which the utility has to pay.
	Ok((meter, Reading { import: 0, ..reading(interval) }))
}

/// Meters and their readings for an interval that is over; the nodes have something open in all but `free` of
/// the intervals in which they can.
fn batch<T: Config>(n: u32, free: u32) -> Result<(Interval, Batch), BenchmarkError> {
	let interval = T::World::open_interval();
	let batch = (0..n)
		.map(|number| deliverable::<T>(interval, number, node::<T>(), free))
		.collect::<Result<_, _>>()?;
	pass::<T>(interval);
	Ok((interval, batch))
}

/// What `deliver` does but verify signatures.
fn deliver_all<T: Config>(batch: &Batch) -> Result<(), DispatchError> {
	let _genesis = Pallet::<T>::genesis();
	let mut context = Context::<T>::new();
	for (meter, reading) in batch {
		let checked = Pallet::<T>::check(&mut context, *meter, reading);
		let checked = checked.map_err(DispatchError::from)?;
		Pallet::<T>::accept(&mut context, *meter, *reading, checked)?;
	}
	context.store();
	Ok(())
}

/// Checks that a batch was taken and has settled.
fn check_settled<T: Config>(interval: Interval, batch: Batch) -> Result<(), BenchmarkError> {
	for (meter, reading) in batch {
		assert!(Series::<T>::get(meter).contains(&reading));
		let node = Meters::<T>::get(meter).and_then(|row| row.binding).ok_or("is bound")?.node;
		let mut shared = Default::default();
		assert!(T::Settlement::case(&mut shared, interval, node).is_err(), "is settled");
	}
	Ok(())
}

/// Fills a meter's readings with such as are settled for good, and leave no energy unaccounted for.
fn fill<T: Config>(meter: MeterIndex) {
	let open = T::Closing::closed_until();
	let first = open.saturating_sub(T::MaxSeries::get());
	let readings: Vec<_> = (first..open).map(reading).collect();
	assert!(!readings.is_empty(), "something is settled for good");
	Series::<T>::insert(meter, BoundedVec::truncate_from(readings));
}

/// Has as many readings of a meter wait as can, of the intervals from the current one on. Their signatures do not
/// matter.
fn doubt_all<T: Config>(meter: MeterIndex) {
	let key = key::<T>(0);
	let now = T::Clock::now();
	let waits = (now..now.saturating_add(T::MaxDoubted::get()))
		.map(|interval| (reading(interval), T::BenchmarkHelper::sign(&key, b"anything")));
	Doubted::<T>::insert(meter, BoundedVec::truncate_from(waits.collect()));
}

/// Settles an interval with a reading.
fn settle<T: Config>(interval: Interval, node: NodeIndex) -> Result<(), BenchmarkError> {
	let mut shared = Default::default();
	let case = T::Settlement::case(&mut shared, interval, node).map_err(|_| "it can be settled")?;
	T::Settlement::settle(&mut shared, case, Metered { import: 0, export: MAX_METERED })?;
	T::Settlement::store(&mut shared);
	Ok(())
}

/// Lets an interval and the next one be over.
fn pass<T: Config>(interval: Interval) {
	T::World::set_time(T::Clock::start(interval.saturating_add(2)));
}

/// A meter that has settled the intervals of as many readings as it can have, revoked on behalf of as many as
/// can be but one; the account of its node; and from when on there are `struck_out` of the readings.
fn settled<T: Config>(
	struck_out: u32,
) -> Result<(MeterIndex, T::AccountId, Interval), BenchmarkError> {
	let interval = T::World::open_interval();
	let (node, account) = node::<T>();
	T::World::bond(node);
	let meter = settling::<T>(node, &account, 0)?;
	let most = T::MaxSeries::get();
	let first = interval.saturating_sub(most).max(T::Closing::closed_until());
	let end = first.saturating_add(most);
	Series::<T>::insert(meter, BoundedVec::truncate_from((first..end).map(reading).collect()));
	MetersOfNode::<T>::mutate(node, |row| {
		row.spans.iter_mut().for_each(|span| span.from = 0);
	});
	Meters::<T>::mutate(meter, |row| {
		if let Some(row) = row {
			row.binding = Some(Binding { node, from: 0 });
			row.revoked_from = Some(Interval::MAX);
		}
	});
	let others = (1..T::MaxRevocations::get()).map(|number| Revocation {
		by: Some(authority::<T>(number)),
		since: Interval::MAX,
		counted: None,
	});
	Revocations::<T>::insert(meter, BoundedVec::truncate_from(others.collect()));
	T::World::set_time(T::Clock::start(end.saturating_add(1)));
	Ok((meter, account, end.saturating_sub(struck_out)))
}

/// For benchmarks of those that revoke meters.
pub(crate) fn busy_meter<T: Config>() -> (MeterIndex, T::AccountId) {
	let (meter, account, _) =
		settled::<T>(0).map_err(<&str>::from).expect("nothing is in the way of a new meter");
	(meter, account)
}

fn authority<T: Config>(number: u32) -> T::AccountId {
	account("authority", number, 0)
}

/// A meter that has contradicted itself, and the account of its node.
fn tampered<T: Config>() -> Result<(MeterIndex, T::AccountId), BenchmarkError> {
	let (meter, account, since) = settled::<T>(0)?;
	Tamperings::<T>::insert(meter, Tampering { since, challenge: Some(longest()) });
	let cause = Cause::Contradiction { reporter: authority::<T>(0) };
	Pallet::<T>::do_revoke(meter, cause, since)?;
	Ok((meter, account))
}

// `long_series` is charged beside what looks at a meter's series: it does not count twice.
#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register_manufacturer() {
		let manufacturer = NextManufacturer::<T>::get();
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, longest(), keys::<T>());
		assert!(Manufacturers::<T>::contains_key(manufacturer));
	}

	#[benchmark]
	fn change_manufacturer() -> Result<(), BenchmarkError> {
		let manufacturer = manufacturer::<T>()?;
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, manufacturer, Name::default(), keys::<T>());
		assert!(Manufacturers::<T>::get(manufacturer).is_some_and(|row| row.name.is_empty()));
		Ok(())
	}

	#[benchmark]
	fn register_meter() -> Result<(), BenchmarkError> {
		let manufacturer = manufacturer::<T>()?;
		let (key, serial) = (key::<T>(0), longest());
		let certificate = certificate::<T>(&key, 7, &serial);
		let account = funded::<T>(0);
		whitelist!(account);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), manufacturer, key.clone(), serial, 7, certificate);
		assert!(MeterOfKey::<T>::contains_key(key));
		Ok(())
	}

	#[benchmark]
	fn rotate_key() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let meter = meter::<T>(0)?;
		let mut details = MeterDetails::<T>::get(meter).ok_or("there is one")?;
		details.manufacturer = manufacturer::<T>()?;
		let serial = details.serial.clone();
		MeterDetails::<T>::insert(meter, details);
		let from = interval.saturating_add(2);
		Meters::<T>::mutate(meter, |row| row.as_mut().map(|row| row.former_key = None));
		let key = key::<T>(100);
		let certificate = certificate::<T>(&key, from, &serial);
		#[extrinsic_call]
		_(RawOrigin::Signed(funded::<T>(0)), meter, key.clone(), from, certificate);
		assert_eq!(MeterOfKey::<T>::get(key), Some(meter));
		Ok(())
	}

	/// The first of a node, which cannot leave from then on.
	#[benchmark]
	fn bind_meter() -> Result<(), BenchmarkError> {
		let (node, account) = node::<T>();
		T::World::open_interval();
		let meter = meter::<T>(0)?;
		let key = key_of::<T>(meter)?;
		let payload =
			gridmerit_statements::consent(&Pallet::<T>::genesis().0, &key.encode(), node, 0);
		let consent = T::BenchmarkHelper::sign(&key, &payload);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), meter, consent);
		assert_eq!(MetersOfNode::<T>::get(node).meters, alloc::vec![meter]);
		Ok(())
	}

	/// More than any choice costs: it follows as many meters as can be of which all is settled for good, and it is the first
	/// that settlement hears of, so that the node's duty and its standing deposit begin. Without what charging
	/// costs.
	#[benchmark]
	fn settle_with() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let (node, account) = node::<T>();
		T::World::crowd(node, interval, true, 0);
		let before = [bound::<T>(node, 0)?, bound::<T>(node, 1)?, bound::<T>(node, 2)?];
		let meter = bound::<T>(node, 3)?;
		fill_up::<T>(node);
		settled_with::<T>(node, before);
		assert_eq!(T::Settlement::duty(node), ReadingDuty::default());
		let next = interval.saturating_add(1);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), meter, next);
		assert_eq!(MetersOfNode::<T>::get(node).settles(next), Some(meter));
		assert!(T::Settlement::duty(node).owes(next));
		assert!(before.map(Series::<T>::get).iter().all(|series| series.len() == 1));
		Ok(())
	}

	/// More than it ever costs: it was retired after it settled, and so did those before it, all that is
	/// remembered; but it is the node's last, so that its duty and its standing deposit end, and it can leave.
	/// Without what charging costs.
	#[benchmark]
	fn unbind_meter() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let (node, account) = node::<T>();
		T::World::crowd(node, interval, true, 0);
		let (first, before) = (bound::<T>(node, 0)?, bound::<T>(node, 1)?);
		let meter = settling::<T>(node, &account, 2)?;
		settled_with::<T>(node, [first, before, meter]);
		doubt_all::<T>(meter);
		let retired_from = Some(T::Closing::closed_until());
		MetersOfNode::<T>::mutate(node, |row| {
			row.meters.retain(|other| *other == meter);
			row.spans.iter_mut().for_each(|span| span.until = retired_from);
		});
		Meters::<T>::mutate(meter, |row| {
			if let Some(row) = row {
				row.retired_from = retired_from;
			}
		});
		assert!(T::Settlement::duty(node).owes(interval));
		#[extrinsic_call]
		_(RawOrigin::Signed(account), meter);
		assert!(Meters::<T>::get(meter).is_some_and(|row| row.binding.is_none()));
		assert_eq!((Series::<T>::get(before).len(), Series::<T>::get(meter).len()), (1, 0));
		assert!(!MetersOfNode::<T>::contains_key(node));
		assert_eq!(T::Settlement::duty(node), ReadingDuty::default());
		Ok(())
	}

	/// One that was never bound, of which everything is removed.
	#[benchmark]
	fn retire_meter() -> Result<(), BenchmarkError> {
		T::World::open_interval();
		let meter = meter::<T>(0)?;
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, meter, None);
		assert!(!Meters::<T>::contains_key(meter));
		Ok(())
	}

	/// One that was to settle from now on, so that its node's duty and its standing deposit end.
	#[benchmark]
	fn retire_settlement_meter() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let (node, account) = node::<T>();
		T::World::crowd(node, interval, true, 0);
		let meter = settling::<T>(node, &account, 0)?;
		assert!(T::Settlement::duty(node).owes(interval));
		doubt_all::<T>(meter);
		#[extrinsic_call]
		retire_meter(operator::<T>() as T::RuntimeOrigin, meter, None);
		assert!(Meters::<T>::get(meter).is_some_and(|row| row.retired_from.is_some()));
		assert_eq!(T::Settlement::duty(node), ReadingDuty::default());
		Ok(())
	}

	/// Readings with settlement, of nodes in ascending order, without what their signatures cost. The nodes have
	/// no money yet: each gets an account, and cannot leave from then on.
	#[benchmark(pov_mode = MaxEncodedLen { MeterAttestation::Series: Ignored })]
	fn deliver(n: Linear<1, { T::MaxBatch::get() }>) -> Result<(), BenchmarkError> {
		let (interval, batch) = batch::<T>(n, u32::MAX)?;
		#[block]
		{
			deliver_all::<T>(&batch)?;
		}
		check_settled::<T>(interval, batch)
	}

	/// The same of nodes that have something open in as many intervals as they can, and whose meters have the
	/// readings of a day. Not part of a weight: for `scripts/bench-against.sh`.
	#[benchmark(extra)]
	fn deliver_crowded(n: Linear<1, { T::MaxBatch::get() }>) -> Result<(), BenchmarkError> {
		let (interval, batch) = batch::<T>(n, 0)?;
		let half = T::MaxSeries::get().saturating_sub(1).min(96).saturating_div(2);
		let day = interval.saturating_sub(half)..interval.saturating_add(half);
		let others: Vec<_> = day.filter(|other| *other != interval).map(reading).collect();
		for (meter, _) in &batch {
			Series::<T>::insert(meter, BoundedVec::truncate_from(others.clone()));
		}
		#[block]
		{
			deliver_all::<T>(&batch)?;
		}
		check_settled::<T>(interval, batch)
	}

	/// A reading with settlement that is on another page than the one before, so that all has to be looked up for it
	/// alone; without what its signature costs.
	#[benchmark(pov_mode = MaxEncodedLen { MeterAttestation::Series: Ignored })]
	fn scattered() -> Result<(), BenchmarkError> {
		let (interval, batch) = batch::<T>(1, u32::MAX)?;
		#[block]
		{
			deliver_all::<T>(&batch)?;
		}
		check_settled::<T>(interval, batch)
	}

	/// A reading that has to be confirmed and is the last that can wait; without what its signature costs.
	#[benchmark(pov_mode = MaxEncodedLen { MeterAttestation::Series: Ignored })]
	fn doubt_reading() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let (meter, reading) = deliverable::<T>(interval, 0, node::<T>(), 0)?;
		pass::<T>(interval);
		doubt_all::<T>(meter);
		let (counter, key) = (reading.counter, key::<T>(0));
		Doubted::<T>::mutate(meter, |waits| waits.pop());
		Series::<T>::mutate(meter, |series| {
			series.retain(|other| other.interval < interval);
		});
		let far = counter.saturating_add(T::MaxCounts::get().saturating_mul(2));
		let reading = Reading { counter: far, ..reading };
		let signature = T::BenchmarkHelper::sign(&key, b"anything");
		let accepted;
		#[block]
		{
			let mut context = Context::<T>::new();
			let checked = Pallet::<T>::check(&mut context, meter, &reading);
			let checked = checked.map_err(DispatchError::from)?;
			accepted = Pallet::<T>::take(&mut context, meter, reading, signature, checked)?;
			context.store();
		}
		assert!(accepted.doubted);
		assert_eq!(Doubted::<T>::get(meter).len() as u32, T::MaxDoubted::get());
		Ok(())
	}

	/// One that corrects what was reopened, of a node with a battery and debts, of which it pays one.
	#[benchmark(pov_mode = MaxEncodedLen { MeterAttestation::Series: Ignored })]
	fn confirm_reading() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let (node, account) = battery::<T>();
		let (meter, reading) = deliverable::<T>(interval, 0, (node, account.clone()), 0)?;
		pass::<T>(interval);
		settle::<T>(interval, node)?;
		assert!(T::Settlement::reopen(interval, node));
		T::World::owe(node, interval);
		doubt_all::<T>(meter);
		let key = key_of::<T>(meter)?;
		let payload = reading.payload(&Pallet::<T>::genesis().0, &key.encode());
		let signature = T::BenchmarkHelper::sign(&key, &payload);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), SignedReading { meter, reading, signature });
		assert!(Series::<T>::get(meter).contains(&reading));
		Ok(())
	}

	/// A spare with as many readings as it can have, of which one settles. What more settle is charged for as the
	/// dearest readings are.
	#[benchmark]
	fn settle_with_spare() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let (node, account) = node::<T>();
		let (meter, reading) = deliverable::<T>(interval, 0, (node, account.clone()), 0)?;
		Series::<T>::mutate(meter, |series| {
			series.retain(|other| other.interval < interval);
			let _ = series.try_push(reading);
		});
		// Another meter settles by now.
		let other = meter.saturating_add(1);
		MetersOfNode::<T>::mutate(node, |row| {
			row.spans.iter_mut().for_each(|span| span.meter = other);
		});
		pass::<T>(interval);
		settle::<T>(interval, node)?;
		assert!(T::Settlement::reopen(interval, node));
		let before = T::Settlement::spare_case(&mut Default::default(), interval, node).is_some();
		#[extrinsic_call]
		_(RawOrigin::Signed(account), meter, 0, interval);
		let after = T::Settlement::spare_case(&mut Default::default(), interval, node).is_some();
		assert!(before && !after);
		Ok(())
	}

	#[benchmark]
	fn forget_meter() -> Result<(), BenchmarkError> {
		T::World::open_interval();
		let meter = meter::<T>(0)?;
		Meters::<T>::mutate(meter, |row| {
			if let Some(row) = row {
				row.bindings = 1;
			}
		});
		Pallet::<T>::do_retire_meter(None, meter, None)?;
		T::Closing::close_until(T::Clock::now());
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, meter);
		assert!(!Meters::<T>::contains_key(meter));
		Ok(())
	}

	/// The first reading for an interval of a node with a battery, that has traded, pays the fee to a third, and
	/// owes to a former utility, which it pays; it goes on record for its limit as well. Without what its
	/// signature costs.
	#[benchmark(pov_mode = MaxEncodedLen { MeterAttestation::Series: Ignored })]
	fn dearest_first() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let (node, account) = battery::<T>();
		let (meter, reading) = deliverable::<T>(interval, 0, (node, account), 0)?;
		pass::<T>(interval);
		T::World::owe(node, interval);
		#[block]
		{
			let mut context = Context::<T>::new();
			let checked = Pallet::<T>::check(&mut context, meter, &reading);
			let checked = checked.map_err(DispatchError::from)?;
			Pallet::<T>::accept(&mut context, meter, reading, checked)?;
			context.store();
			// Nodes here have the largest limits, which nothing exceeds.
			T::Violations::report(node, ViolationKind::LimitExceeded);
		}
		check_settled::<T>(interval, vec![(meter, reading)])
	}

	/// A reading that corrects what was reopened, of a node with a battery and debts, of which it pays one;
	/// without what its signature costs.
	#[benchmark(pov_mode = MaxEncodedLen { MeterAttestation::Series: Ignored })]
	fn dearest_correction() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let (node, account) = battery::<T>();
		let (meter, reading) = deliverable::<T>(interval, 0, (node, account), 0)?;
		pass::<T>(interval);
		settle::<T>(interval, node)?;
		assert!(T::Settlement::reopen(interval, node));
		T::World::owe(node, interval);
		let accepted;
		#[block]
		{
			let mut context = Context::<T>::new();
			let checked = Pallet::<T>::check(&mut context, meter, &reading);
			let checked = checked.map_err(DispatchError::from)?;
			accepted = Pallet::<T>::accept(&mut context, meter, reading, checked)?;
			context.store();
		}
		assert!(accepted.dear);
		check_settled::<T>(interval, vec![(meter, reading)])
	}

	/// What a reading costs that is refused at last, without what its signature costs.
	#[benchmark(pov_mode = MaxEncodedLen { MeterAttestation::Series: Ignored })]
	fn check_reading() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let (meter, reading) = deliverable::<T>(interval, 0, node::<T>(), 0)?;
		pass::<T>(interval);
		let sound;
		#[block]
		{
			let _genesis = Pallet::<T>::genesis();
			sound = Pallet::<T>::check(&mut Context::new(), meter, &reading).is_ok();
		}
		assert!(sound);
		Ok(())
	}

	/// A reading's signature.
	#[benchmark]
	fn verify_signature() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let (meter, reading) = deliverable::<T>(interval, 0, node::<T>(), 0)?;
		pass::<T>(interval);
		let checked = Pallet::<T>::check(&mut Context::new(), meter, &reading);
		let checked = checked.map_err(DispatchError::from)?;
		let genesis = Pallet::<T>::genesis();
		let key = key_of::<T>(meter)?;
		let payload = reading.payload(&genesis.0, &key.encode());
		let signature = T::BenchmarkHelper::sign(&key, &payload);
		let verified;
		#[block]
		{
			verified = Pallet::<T>::verify(&genesis, &checked, &reading, &signature).is_ok();
		}
		assert!(verified);
		Ok(())
	}

	/// Charging a node for what no reading of so many intervals states. With what is left to it, it pays an older
	/// debt.
	#[benchmark]
	fn charge_unaccounted(i: Linear<1, { T::Settlement::looked_at() }>) {
		let interval = T::World::open_interval();
		let (node, _) = node::<T>();
		T::World::crowd(node, interval, true, 0);
		pass::<T>(interval);
		let first = interval.saturating_add(1).saturating_sub(i);
		T::World::settle_page(node, first, interval);
		T::World::owe(node, interval);
		// More than its limit in all of it.
		let drawn = MAX_METERED.saturating_mul(i.into());
		#[block]
		{
			T::Settlement::charge_unaccounted(node, first, interval, drawn);
		}
	}

	/// Looking at a meter's series of so many readings, putting one in and storing it. None of them is settled for
	/// good.
	#[benchmark(pov_mode = MaxEncodedLen { MeterAttestation::Series: Measured })]
	fn long_series(
		s: Linear<0, { T::MaxSeries::get().saturating_sub(1) }>,
	) -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let (meter, reading_of) = deliverable::<T>(interval, 0, node::<T>(), 0)?;
		let first = interval.saturating_sub(s);
		let readings = (first..interval).map(reading).collect();
		Series::<T>::insert(meter, BoundedVec::truncate_from(readings));
		#[block]
		{
			let mut series = Series::<T>::get(meter);
			let place = series.binary_search_by_key(&interval, |known| known.interval);
			let place = place.err().ok_or("it is new")?;
			series.try_insert(place, reading_of).map_err(|_| "there is room")?;
			Series::<T>::insert(meter, series);
		}
		assert_eq!(Series::<T>::get(meter).len() as u32, s.saturating_add(1));
		Ok(())
	}

	/// Opening again what a reading has settled, after another one of the same node. With what is left to the node, it
	/// pays an older debt. What the intervals have in common is charged once, as the dearest reading; and their terms with
	/// what has them opened.
	#[benchmark(pov_mode = MaxEncodedLen {
		ForwardMarket::ClosedUntil: Ignored,
		ForwardMarket::CurrentRound: Ignored,
		ForwardMarket::IntervalLength: Ignored,
		ForwardMarket::IntervalTerms: Ignored,
		Settlement::Served: Ignored,
		Timestamp::Now: Ignored
	})]
	fn reopen() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let (node, _) = battery::<T>();
		T::World::crowd(node, interval, true, 0);
		pass::<T>(interval);
		settle::<T>(interval, node)?;
		T::World::owe(node, interval);
		T::World::known(node, interval);
		let reopened;
		#[block]
		{
			reopened = T::Settlement::reopen(interval, node);
		}
		assert!(reopened);
		Ok(())
	}

	/// Without what reopening costs.
	#[benchmark]
	fn report_tampering(r: Linear<0, { T::MaxSeries::get() }>) -> Result<(), BenchmarkError> {
		let (meter, _, since) = settled::<T>(r)?;
		doubt_all::<T>(meter);
		let key = key_of::<T>(meter)?;
		let shown = |import| {
			let reading = Reading { import, ..reading(since) };
			let payload = reading.payload(&Pallet::<T>::genesis().0, &key.encode());
			(reading, T::BenchmarkHelper::sign(&key, &payload))
		};
		#[extrinsic_call]
		_(RawOrigin::Signed(funded::<T>(0)), meter, shown(1), shown(2));
		assert_eq!(Series::<T>::get(meter).len() as u32, T::MaxSeries::get().saturating_sub(r));
		assert!(Meters::<T>::get(meter).is_some_and(|row| row.revoked_from == Some(since)));
		Ok(())
	}

	#[benchmark]
	fn challenge_tampering() -> Result<(), BenchmarkError> {
		let (meter, account) = tampered::<T>()?;
		#[extrinsic_call]
		_(RawOrigin::Signed(account), meter, Words::default());
		let known = Tamperings::<T>::get(meter);
		assert_eq!(known.and_then(|known| known.challenge), Some(Words::default()));
		Ok(())
	}

	#[benchmark]
	fn lift_tampering() -> Result<(), BenchmarkError> {
		let (meter, _) = tampered::<T>()?;
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, meter);
		assert!(!Tamperings::<T>::contains_key(meter));
		Ok(())
	}

	/// On behalf of an authority, the first, so that it is an offence. Without what reopening costs.
	#[benchmark]
	fn revoke(r: Linear<0, { T::MaxSeries::get() }>) -> Result<(), BenchmarkError> {
		let (meter, _, since) = settled::<T>(r)?;
		doubt_all::<T>(meter);
		Revocations::<T>::remove(meter);
		let authority = authority::<T>(0);
		let struck_out;
		#[block]
		{
			struck_out = Pallet::<T>::do_revoke(meter, Cause::Authority(authority), since)?;
		}
		assert_eq!(struck_out, r);
		assert_eq!(Revocations::<T>::get(meter).len(), 1);
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
