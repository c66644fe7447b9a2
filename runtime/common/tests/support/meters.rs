// SPDX-License-Identifier: Apache-2.0

//! The meters of the development preset, played by the meter tool.

use codec::Decode;
use gridmerit_energy::{Interval, Wh};
use gridmerit_meter::{H256, Keypair, Meter, MultiSignature, Scheme, SignedReading};
use gridmerit_runtime::{Runtime, RuntimeCall, System};
use pallet_meter_attestation::{Call, MeterKey, MeterSignature, SignedReadingOf};
use sp_keyring::Sr25519Keyring;

use super::market::{node, round, send};

/// A key of the tool, as the chain has it.
pub fn key(keypair: &Keypair) -> MeterKey {
	MeterKey::decode(&mut &keypair.signer().key_bytes()[..]).unwrap()
}

/// A signature of the tool, as the chain has it.
pub fn signature(of_tool: &MultiSignature) -> MeterSignature {
	let bytes = [&[of_tool.scheme().byte()], of_tool.as_ref()].concat();
	MeterSignature::decode(&mut &bytes[..]).unwrap()
}

/// The genesis hash, as the tool has it.
pub fn genesis() -> H256 {
	H256(System::block_hash(0).0)
}

pub fn keypair(scheme: Scheme, suri: &str) -> Keypair {
	Keypair::from_suri(scheme, suri).unwrap()
}

/// The seeded meter of an account's node: meters and nodes come in the same order, the utility has none.
pub fn seeded(account: Sr25519Keyring) -> Meter {
	let keypair = keypair(Scheme::Sr25519, &format!("//Meter//{account:?}"));
	Meter::new(keypair, genesis(), node(account) - 1)
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
