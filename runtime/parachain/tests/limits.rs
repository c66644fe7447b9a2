// SPDX-License-Identifier: Apache-2.0

//! What fits into a block of a parachain: its proof is what is scarce.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use frame_support::{
	assert_ok,
	dispatch::{DispatchClass, GetDispatchInfo},
	traits::Get,
	weights::Weight,
};
use gridmerit_energy::{Order, Reading};
use gridmerit_parachain_runtime::{
	Runtime, RuntimeCall, RuntimeGenesisConfig, RuntimeOrigin, Settlement, System, chain,
	configs::system::{MAX_BLOCK_WEIGHT, RuntimeBlockWeights},
	xcm::program::{INSTRUCTION, MAX_INSTRUCTIONS},
};
use pallet_message_queue::WeightInfo as _;
use pallet_meter_attestation::{MeterSignature, SignedReadingOf};
use sp_runtime::BuildStorage;

const MIB: u64 = 1024 * 1024;

fn on_an_empty_chain(test: impl FnOnce()) {
	let storage = RuntimeGenesisConfig::default().build_storage().unwrap();
	sp_io::TestExternalities::from(storage).execute_with(test);
}

#[test]
fn a_block_proves_ten_mebibytes_in_two_seconds() {
	let weights = RuntimeBlockWeights::get();
	weights.clone().validate().unwrap();
	assert_eq!(weights.max_block, Weight::from_parts(2_000_000_000_000, 10 * MIB));
	let normal = weights.get(DispatchClass::Normal).max_total.unwrap();
	assert_eq!(normal.proof_size(), 10 * MIB * 3 / 4);
}

/// The most that one transaction may ask of the market's calls with lists. Nothing else of them is longer.
fn largest() -> Vec<(&'static str, RuntimeCall)> {
	let ahead = <Runtime as pallet_forward_market::Config>::MaxAhead::get();
	let order = Some(Order::Demand { quantity: 1, limit: None });
	let orders: Vec<_> = (0..ahead).map(|interval| (interval, order)).collect();
	let intervals: Vec<_> = (0..ahead).collect();
	let reading = Reading {
		interval: 0,
		counter: 1,
		import_register: 0,
		export_register: 0,
		import: 0,
		export: 0,
	};
	let signature = MeterSignature::Sr25519([0; 64].into());
	let reading = SignedReadingOf::<Runtime> { meter: 0, reading, signature };
	let batch = <chain::MaxBatch as Get<u32>>::get() as usize;
	let readings = vec![reading.clone(); batch].try_into().unwrap();
	vec![
		(
			"forwardMarket.post of all intervals ahead",
			pallet_forward_market::Call::post {
				round: 0,
				orders: orders.try_into().unwrap(),
				unmetered: false,
			}
			.into(),
		),
		(
			"forwardMarket.cancel of all intervals ahead",
			pallet_forward_market::Call::cancel { intervals: intervals.try_into().unwrap() }.into(),
		),
		("forwardMarket.cancelAll", pallet_forward_market::Call::cancel_all {}.into()),
		(
			"meterAttestation.deliver of the longest batch",
			pallet_meter_attestation::Call::deliver { readings }.into(),
		),
		(
			"meterAttestation.deliverOne",
			pallet_meter_attestation::Call::deliver_one { reading }.into(),
		),
	]
}

#[test]
fn every_call_with_a_list_fits_when_the_list_is_full() {
	on_an_empty_chain(|| {
		// What is declared grows with the dispute window.
		let longest = <chain::MaxDisputeWindow as Get<u32>>::get();
		assert_ok!(Settlement::set_dispute_window(RuntimeOrigin::root(), longest));
		System::set_block_number(1);
		pallet_timestamp::Now::<Runtime>::put(u64::from(2 * longest) * 900_000);
		pallet_forward_market::ClosedUntil::<Runtime>::put(longest - 2);
		assert_eq!(Settlement::dispute_window(u32::MAX), longest);
		for (name, call) in largest() {
			let info = call.get_dispatch_info();
			let limit = RuntimeBlockWeights::get().get(info.class).max_extrinsic.unwrap();
			println!("{name}: {} of {}", info.call_weight, limit);
			assert!(info.call_weight.all_lte(limit), "{name}: {} of {limit}", info.call_weight);
		}
	});
}

/// So many sixteenths of a block.
fn sixteenths(share: u64) -> Weight {
	MAX_BLOCK_WEIGHT.saturating_div(16).saturating_mul(share)
}

#[test]
fn the_market_s_hooks_leave_three_sixteenths_of_a_block_even_if_all_have_much_to_do() {
	let all = [
		chain::MaxClearingWeight::get(),
		chain::MaxSettlementWeight::get(),
		chain::MaxTrustWeight::get(),
	];
	let sum = all.into_iter().fold(Weight::zero(), |sum, weight| sum.saturating_add(weight));
	assert!(sum.all_lte(sixteenths(13)), "{sum}");
}

#[test]
fn messages_of_other_chains_leave_the_market_its_share() {
	let messages =
		chain::MaxMessageWeight::get().unwrap().saturating_add(chain::MaxArrivalWeight::get());
	// Of the proof, a sixteenth is left beside all messages and all of the market's hooks.
	assert!(messages.proof_size() <= sixteenths(2).proof_size(), "{messages}");
	// Of the compute, enough for any two of the hooks.
	let two = chain::MaxClearingWeight::get().saturating_add(chain::MaxSettlementWeight::get());
	assert!(messages.saturating_add(two).all_lte(MAX_BLOCK_WEIGHT), "{messages}");
}

#[test]
fn the_longest_message_fits_into_the_share_that_messages_have_in_any_case() {
	type Queue = <Runtime as pallet_message_queue::Config>::WeightInfo;
	let around = [
		Queue::bump_service_head(),
		Queue::service_queue_base(),
		Queue::service_page_base_completion().max(Queue::service_page_base_no_completion()),
		Queue::service_page_item(),
		Queue::ready_ring_unknit(),
	];
	let longest = INSTRUCTION.saturating_mul(MAX_INSTRUCTIONS as u64);
	let whole = around.into_iter().fold(longest, |sum, weight| sum.saturating_add(weight));
	assert!(whole.all_lte(chain::MaxMessageWeight::get().unwrap()), "{whole}");
}
