// SPDX-License-Identifier: Apache-2.0

use super::*;
use crate as pallet_relay_randomness;
use cumulus_primitives_core::ParaId;
use cumulus_test_relay_sproof_builder::RelayStateSproofBuilder;
use frame_support::{derive_impl, parameter_types};
use sp_core::H256;
use sp_io::TestExternalities;
use sp_trie::StorageProof;

type Block = frame_system::mocking::MockBlock<Test>;

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
	pub type RelayRandomness = pallet_relay_randomness;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
}

parameter_types! {
	pub static Session: SessionIndex = 0;
}

impl Config for Test {
	type Session = Session;
	type WeightInfo = ();
}

/// The proof of a block whose relay chain has such randomness. A collator may leave out the node of the trie that it is in.
fn see(session: SessionIndex, random: u8, left_out: bool) {
	Session::set(session);
	let value = [random; 32];
	let relay = RelayStateSproofBuilder { randomness: value.into(), ..Default::default() };
	let (root, proof) = relay.into_state_root_and_proof();
	let nodes = proof.into_iter_nodes();
	let given = nodes.filter(|node| !(left_out && node.windows(32).any(|bytes| bytes == value)));
	let proof =
		RelayChainStateProof::new(ParaId::from(200), root, StorageProof::new(given)).unwrap();
	assert!(RelayRandomness::on_relay_state_proof(&proof).proof_size() > 0);
}

fn made() -> SessionIndex {
	RelayRandomness::random(b"").1
}

fn random(subject: &[u8]) -> H256 {
	RelayRandomness::random(subject).0
}

#[test]
fn nobody_relies_on_what_may_have_been_known() {
	TestExternalities::default().execute_with(|| {
		assert_eq!(made(), 0);
		see(7, 1, false);
		see(9, 2, false);
		// The epoch of the first may have begun at any time.
		assert_eq!(made(), 0);
		see(12, 2, false);
		see(13, 3, false);
		// Its outputs are of the epoch that began after the last proof of the first value, in session 7.
		assert_eq!(made(), 7);
		see(13, 4, false);
		assert_eq!(made(), 12);
	});
}

#[test]
fn a_chain_that_slept_for_epochs_takes_them_for_older_than_they_are() {
	TestExternalities::default().execute_with(|| {
		see(5, 1, false);
		see(6, 2, false);
		// It wakes after many epochs in the session after.
		see(7, 9, false);
		assert_eq!(made(), 5);
		see(7, 10, false);
		assert_eq!(made(), 6);
	});
}

#[test]
fn who_leaves_it_out_makes_nothing_look_newer() {
	TestExternalities::default().execute_with(|| {
		see(5, 1, false);
		see(6, 2, false);
		let before = (random(b"a"), made());
		// The next epoch begins in session 7, and nobody proves it until session 10.
		for session in 7..10 {
			see(session, 3, true);
			assert_eq!((random(b"a"), made()), before);
		}
		see(10, 3, false);
		assert_eq!(made(), 5);
		see(11, 4, false);
		assert_eq!(made(), 6);
	});
}

#[test]
fn it_differs_by_subject_and_by_what_the_relay_chain_has() {
	TestExternalities::default().execute_with(|| {
		see(5, 1, false);
		let first = random(b"a");
		assert_ne!(first, random(b"b"));
		assert_eq!(first, random(b"a"));
		see(9, 2, false);
		assert_ne!(first, random(b"a"));
	});
}

#[test]
fn the_value_is_asked_for() {
	let asked = RelayRandomness::keys_to_prove();
	assert_eq!(asked.keys, [RelayStorageKey::Top(ONE_EPOCH_AGO_RANDOMNESS.to_vec())]);
}
