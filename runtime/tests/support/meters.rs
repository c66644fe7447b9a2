// SPDX-License-Identifier: Apache-2.0

//! The meters of the development preset, played by the meter tool.

use codec::{Decode, Encode};
use gridmerit_energy::{Interval, Wh};
use gridmerit_meter::{Keypair, Meter, Scheme, SignedReading};
use gridmerit_runtime::{Runtime, RuntimeCall, System};
use pallet_meter_attestation::{Call, MeterKey, MeterSignature, SignedReadingOf};
use sp_keyring::Sr25519Keyring;

use super::market::{node, round, send};

/// A key or signature of the tool, as the chain has it.
pub fn on_chain<T: Decode>(of_tool: &impl Encode) -> T {
	T::decode(&mut &of_tool.encode()[..]).unwrap()
}

pub fn key(keypair: &Keypair) -> MeterKey {
	on_chain(&keypair.signer())
}

pub fn signature(of_tool: &impl Encode) -> MeterSignature {
	on_chain(of_tool)
}

pub fn keypair(scheme: Scheme, suri: &str) -> Keypair {
	Keypair::from_suri(scheme, suri).unwrap()
}

/// The seeded meter of an account's node: meters and nodes come in the same order, the utility has none.
pub fn seeded(account: Sr25519Keyring) -> Meter {
	let keypair = keypair(Scheme::Sr25519, &format!("//Meter//{account:?}"));
	Meter::new(keypair, System::block_hash(0), node(account) - 1)
}

/// A signed reading as a call takes it.
pub fn delivered(reading: SignedReading) -> SignedReadingOf<Runtime> {
	let SignedReading { meter, reading, signature: of_tool } = reading;
	SignedReadingOf::<Runtime> { meter, reading, signature: signature(&of_tool) }
}

pub fn read(
	meter: &mut Meter,
	interval: Interval,
	import: Wh,
	export: Wh,
) -> SignedReadingOf<Runtime> {
	delivered(meter.read(interval, import, export).unwrap())
}

/// The call that delivers a batch.
pub fn deliver(readings: Vec<SignedReadingOf<Runtime>>) -> RuntimeCall {
	Call::deliver { readings: readings.try_into().unwrap() }.into()
}

/// Makes the seeded meters of the accounts their settlement meters, in the block of `slot`; from when on.
pub fn settle_with_seeded(slot: u64, accounts: &[Sr25519Keyring]) -> Interval {
	let from = round() + 1;
	let choose = |account: &Sr25519Keyring| {
		let call = Call::settle_with { meter: node(*account) - 1, from };
		(*account, call.into())
	};
	send(slot, accounts.iter().map(choose).collect());
	from
}
