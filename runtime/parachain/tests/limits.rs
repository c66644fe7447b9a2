// SPDX-License-Identifier: Apache-2.0

//! What fits into a block of a parachain: its proof is what is scarce.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use frame_support::{
	assert_ok,
	dispatch::{DispatchClass, GetDispatchInfo},
	traits::{Get, IntegrityTest as _},
	weights::Weight,
};
use gridmerit_energy::{Order, Reading, Tariff};
use gridmerit_pallet_support::{Grid as _, PAGE_ROWS};
use gridmerit_parachain_runtime::{
	AccountId, AllPalletsWithSystem, Grid, Runtime, RuntimeCall, RuntimeGenesisConfig,
	RuntimeOrigin, Settlement, System, chain,
	configs::system::{MAX_BLOCK_WEIGHT, RuntimeBlockWeights},
	xcm::program::{INSTRUCTION, MAX_INSTRUCTIONS},
};
use pallet_clearing::OnGrid;
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

/// The most that one transaction may ask of the market's calls with lists, and of those whose cost grows with the dispute
/// window. Settling with a spare meter is left out: of how many intervals at once, its sender chooses.
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
	let shown = (reading.reading, reading.signature.clone());
	let range = <Runtime as pallet_grid::Config>::MaxRange::get();
	let only = pallet_grid::When::Only { first: 1, last: range };
	let changed = <chain::MaxChangedLines as Get<u32>>::get() as usize;
	let line =
		pallet_grid::LineData { bus: 1, parent: 0, rating: 1, owner: AccountId::from([0; 32]) };
	let lines = vec![line; changed].try_into().unwrap();
	let lines: pallet_grid::ChangeOf<Runtime> = pallet_grid::Change::Lines { from: 0, lines };
	let tariffs = <Runtime as pallet_forward_market::Config>::MaxOwnTariffs::get();
	let tariff =
		Tariff { tou: 2, fit: 1, alpha_ppm: 0, fee: 0, shortfall: 2, surplus: 1, curtailed: 0 };
	let tariffs: Vec<_> = (0..tariffs).map(|interval| (interval, tariff)).collect();
	vec![
		(
			"forwardMarket.setIntervalTariffs of all there can be",
			pallet_forward_market::Call::set_interval_tariffs {
				tariffs: tariffs.try_into().unwrap(),
			}
			.into(),
		),
		(
			"meterAttestation.settleWith after three with gaps",
			pallet_meter_attestation::Call::settle_with { meter: 0, from: 0 }.into(),
		),
		(
			"meterAttestation.unbindMeter after three with gaps",
			pallet_meter_attestation::Call::unbind_meter { meter: 0 }.into(),
		),
		(
			"meterAttestation.reportTampering of a meter that always read",
			pallet_meter_attestation::Call::report_tampering {
				meter: 0,
				first: shown.clone(),
				second: shown,
			}
			.into(),
		),
		(
			"authorities.reportMeter of such a one",
			pallet_authorities::Call::report_meter {
				meter: 0,
				since: 0,
				reason: Default::default(),
			}
			.into(),
		),
		(
			"meterAttestation.confirmReading",
			pallet_meter_attestation::Call::confirm_reading { reading: reading.clone() }.into(),
		),
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
			"grid.setLimits of the longest range",
			pallet_grid::Call::<Runtime>::set_limits { bus: 1, when: only, limits: None }.into(),
		),
		(
			"grid.agree to as many lines as can change",
			pallet_grid::Call::<Runtime>::agree {
				proposer: AccountId::from([0; 32]),
				change: lines,
			}
			.into(),
		),
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
		pallet_forward_market::ClosedUntil::<Runtime>::put(longest - 2);
		assert_eq!(Settlement::dispute_window(u32::MAX), longest);
		// And while it sleeps, or is halted.
		for now in [2 * longest, 3 * longest, 20 * longest] {
			pallet_timestamp::Now::<Runtime>::put(u64::from(now) * 900_000);
			for (name, call) in largest() {
				let info = call.get_dispatch_info();
				let limit = RuntimeBlockWeights::get().get(info.class).max_extrinsic.unwrap();
				println!("{now}: {name}: {} of {}", info.call_weight, limit);
				assert!(info.call_weight.all_lte(limit), "{name}: {} of {limit}", info.call_weight);
			}
		}
	});
}

/// Each hook can take its largest step, and the lane has room for a reading.
#[test]
fn the_limits_go_together() {
	on_an_empty_chain(AllPalletsWithSystem::integrity_test);
}

/// On a grid a pass over the book has to fit into a block: `docs/grid.md` says how many pages do.
#[test]
fn a_large_book_fits_on_any_grid_and_the_largest_does_not() {
	let most =
		|buses| (1..=2_048).take_while(|pages| OnGrid::fits::<Runtime>(*pages, buses)).count();
	let (many, few) = (most(Grid::max_buses()), most(33));
	assert!((400..=425).contains(&many) && (425..=440).contains(&few), "{many} {few}");
	assert!(few < (<chain::MaxNodes as Get<u32>>::get() / PAGE_ROWS) as usize);
}

/// A market of a thousand nodes is paired by what they prefer, whatever that is; one of many more by name.
#[test]
fn so_many_pages_are_paired_by_choice() {
	let most = pallet_clearing::Pallet::<Runtime>::most_paired_by_choice;
	println!("by name, bus and source: {} pages, by name: {}", most(true), most(false));
	assert!(most(true) >= 1_000_u32.div_ceil(PAGE_ROWS) - 1 && most(false) > 4 * most(true));
}

/// So many sixteenths of a block.
fn sixteenths(share: u64) -> Weight {
	MAX_BLOCK_WEIGHT.saturating_div(16).saturating_mul(share)
}

#[test]
fn the_market_s_hooks_leave_a_sixth_of_a_block_even_if_all_have_much_to_do() {
	let all = [
		chain::MaxClearingWeight::get(),
		chain::MaxSettlementWeight::get(),
		chain::MaxTrustWeight::get(),
		<Runtime as pallet_committees::Config>::MaxCommitteeWeight::get(),
	];
	let sum = all.into_iter().fold(Weight::zero(), |sum, weight| sum.saturating_add(weight));
	assert!(sum.all_lte(MAX_BLOCK_WEIGHT.saturating_div(6).saturating_mul(5)), "{sum}");
}

#[test]
fn messages_of_other_chains_leave_the_market_its_share() {
	let messages =
		chain::MaxMessageWeight::get().unwrap().saturating_add(chain::MaxArrivalWeight::get());
	// Of the proof, a twenty-fourth is left beside all messages and all of the market's hooks.
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

/// What compute and proof one of each takes, and what `frame-benchmarking-cli` alone would say that it proves; with
/// `--nocapture` it prints the table of docs/parachain.md.
#[test]
fn what_an_order_a_reading_and_a_cleared_order_weigh() {
	use pallet_clearing::weights::{SubstrateWeight as AloneClearing, WeightInfo as _};
	use pallet_forward_market::weights::{SubstrateWeight as AloneMarket, WeightInfo as _};
	use pallet_meter_attestation::weights::{SubstrateWeight as AloneMeters, WeightInfo as _};
	use pallet_settlement::weights::{SubstrateWeight as AloneSettlement, WeightInfo as _};
	type Market = chain::weights::ForwardMarket;
	type Clearing = chain::weights::Clearing;
	type Meters = chain::weights::MeterAttestation;
	type Silence = chain::weights::Settlement;
	let each = |many: Weight, none: Weight, count| many.saturating_sub(none).saturating_div(count);
	// Each page is counted, loaded and filled.
	macro_rules! cleared {
		($clearing:ty) => {
			<$clearing>::count(128)
				.saturating_add(<$clearing>::load(128))
				.saturating_add(<$clearing>::fill(128))
				.saturating_div(128)
		};
	}
	println!("| | compute, us | proof | by the solochain's weights |");
	for (name, here, alone) in [
		(
			"an order posted among others",
			each(Market::post(128), Market::post(0), 128),
			each(AloneMarket::<Runtime>::post(128), AloneMarket::<Runtime>::post(0), 128),
		),
		("an order posted alone", Market::post(1), AloneMarket::<Runtime>::post(1)),
		("an order of a full page cleared", cleared!(Clearing), cleared!(AloneClearing<Runtime>)),
		(
			"a reading in a batch in order",
			each(Meters::deliver(40), Meters::deliver(1), 39),
			each(AloneMeters::<Runtime>::deliver(40), AloneMeters::<Runtime>::deliver(1), 39),
		),
		(
			"the dearest reading",
			Meters::dearest_correction(),
			AloneMeters::<Runtime>::dearest_correction(),
		),
		(
			"the series of a meter that always read",
			Meters::long_series(196),
			AloneMeters::<Runtime>::long_series(196),
		),
		(
			"what 96 intervals say of a gap",
			Meters::charge_unaccounted(96),
			AloneMeters::<Runtime>::charge_unaccounted(96),
		),
		("a silent node", Silence::silence(), AloneSettlement::<Runtime>::silence()),
	] {
		let micros = here.ref_time() / 1_000_000;
		println!("| {name} | {micros} | {} | {} |", here.proof_size(), alone.proof_size());
		assert_eq!(here.ref_time(), alone.ref_time(), "{name}: compute is the same code");
		assert!(here.proof_size() > 0);
	}
}
