// SPDX-License-Identifier: Apache-2.0

//! What fits into a block.

#[path = "../../common/tests/support/mod.rs"]
mod support;

use frame_support::dispatch::GetDispatchInfo;
use frame_support::{dispatch::DispatchClass, traits::Get, weights::Weight};
use gridmerit_energy::{Basis, PAGE_ROWS, READ_PAGES};
use gridmerit_runtime::{
	Runtime, RuntimeCall,
	configs::system::{RuntimeBlockLength, RuntimeBlockWeights},
	units::UNIT,
};
use pallet_settlement::{Settled, SettledPages};
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use sp_runtime::transaction_validity::{InvalidTransaction, UnknownTransaction};
use support::{FIRST_SLOT, build_block, on_chain, signed, transfer};

const SECOND: u64 = 1_000_000_000_000;

#[test]
fn the_hooks_leave_a_thirteenth_of_a_block() {
	let hooks: [Weight; 6] = [
		<Runtime as pallet_clearing::Config>::MaxClearingWeight::get(),
		<Runtime as pallet_settlement::Config>::MaxSettlementWeight::get(),
		<Runtime as pallet_trust_staking::Config>::MaxTrustWeight::get(),
		<Runtime as pallet_committees::Config>::MaxCommitteeWeight::get(),
		<Runtime as pallet_proposals::Config>::MaxProposalsWeight::get(),
		<Runtime as pallet_subsidies::Config>::MaxSubsidyWeight::get(),
	];
	let all: u64 = hooks.iter().map(Weight::ref_time).sum();
	assert!(all <= 2 * SECOND / 64 * 59, "{all}");
}

#[test]
fn a_block_has_two_seconds_of_which_three_quarters_are_normal() {
	let weights = RuntimeBlockWeights::get();
	weights.clone().validate().unwrap();
	assert_eq!(weights.max_block.ref_time(), 2 * SECOND);
	let normal = weights.get(DispatchClass::Normal);
	assert_eq!(normal.max_total.unwrap().ref_time(), SECOND * 3 / 2);
	let operational = weights.get(DispatchClass::Operational);
	assert_eq!(operational.max_total.unwrap().ref_time(), 2 * SECOND);
	assert_eq!(operational.reserved.unwrap().ref_time(), SECOND / 2);
}

#[test]
fn a_block_has_five_mebibytes_of_which_three_quarters_are_normal() {
	let length = RuntimeBlockLength::get();
	assert_eq!(*length.max.get(DispatchClass::Normal), 5 * 1024 * 1024 * 3 / 4);
	assert_eq!(*length.max.get(DispatchClass::Operational), 5 * 1024 * 1024);
	assert_eq!(*length.max.get(DispatchClass::Mandatory), 5 * 1024 * 1024);
}

#[test]
fn storage_is_weighed_as_parity_db() {
	use frame_support::weights::constants::ParityDbWeight;
	let weight = <Runtime as frame_system::Config>::DbWeight::get();
	assert_eq!(weight.reads_writes(1, 1), ParityDbWeight::get().reads_writes(1, 1));
}

#[test]
fn a_block_takes_thousands_of_transfers() {
	let call = transfer(&Bob.to_account_id(), UNIT);
	let base = RuntimeBlockWeights::get().get(DispatchClass::Normal).base_extrinsic;
	let weight = call.get_dispatch_info().call_weight.saturating_add(base);
	assert!(SECOND * 3 / 2 / weight.ref_time() > 5_000, "{weight}");
}

/// `pallet-session` says that a block which begins a session is full. So it has to be enough, also with the most candidates
/// and validators, all of whom were absent or are disabled.
#[test]
fn the_first_block_of_a_session_has_time_for_an_election() {
	use pallet_validators::WeightInfo;
	type Costs = <Runtime as pallet_validators::Config>::WeightInfo;
	let candidates: u32 = <Runtime as pallet_validators::Config>::MaxCandidates::get();
	let validators: u32 = <Runtime as pallet_validators::Config>::MaxValidators::get();
	let all = Costs::plan(candidates)
		.saturating_add(Costs::session_ends(validators))
		.saturating_add(Costs::session_begins(validators));
	let block = RuntimeBlockWeights::get().max_block.ref_time();
	assert!(all.ref_time() < block / 2, "{all}");
}

#[test]
fn a_metadata_hash_that_cannot_be_checked_is_refused() {
	// Only the production build knows its hash (tests/client/release); others must not wave it through.
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let call = transfer(&Bob.to_account_id(), UNIT);
		let mut extrinsic = signed(Alice, 0, call);
		let sp_runtime::generic::Preamble::Signed(_, _, extension) = &mut extrinsic.preamble else {
			unreachable!("signed above")
		};
		extension.0.9 = frame_metadata_hash_extension::CheckMetadataHash::new(true);
		let result = build_block(FIRST_SLOT + 1, vec![extrinsic]);
		assert_eq!(result, [Err(UnknownTransaction::CannotLookup.into())]);
	});
}

#[test]
fn a_call_heavier_than_a_block_is_refused() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let call = RuntimeCall::Utility(pallet_utility::Call::with_weight {
			call: Box::new(transfer(&Bob.to_account_id(), UNIT)),
			weight: Weight::from_parts(2 * SECOND, 0),
		});
		let sudo = RuntimeCall::Sudo(pallet_sudo::Call::sudo_unchecked_weight {
			call: Box::new(call),
			weight: Weight::from_parts(2 * SECOND, 0),
		});
		let result = build_block(FIRST_SLOT + 1, vec![signed(Alice, 0, sudo)]);
		assert_eq!(result[0], Err(InvalidTransaction::ExhaustsResources.into()));
	});
}

/// One answer reads 64 pages of nodes and says with which to go on; all answers together come to the whole.
#[test]
fn a_balance_sheet_of_more_pages_than_one_answer_reads_comes_in_parts() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let interval = pallet_forward_market::CurrentRound::<Runtime>::get().unwrap().first;
		pallet_te_registry::NextIndex::<Runtime>::put((READ_PAGES + 3) * PAGE_ROWS);
		let row = |import| Settled {
			basis: Basis::Silence,
			above_limit: false,
			import,
			export: 0,
			held: 0,
		};
		for (page, import) in [(0, 100), (READ_PAGES - 1, 20), (READ_PAGES, 3)] {
			SettledPages::<Runtime>::mutate(interval, page, |rows| {
				rows.set(page * PAGE_ROWS + 7, row(import));
			});
		}
		let sheet = |page| gridmerit_runtime::Settlement::balance_sheet(interval, page).unwrap();
		let (first, rest) = (sheet(0), sheet(READ_PAGES));
		assert_eq!((first.totals.intervals, first.totals.imported), (2, 120));
		assert_eq!((first.next_page, rest.next_page), (Some(READ_PAGES), None));
		assert_eq!((rest.totals.intervals, rest.totals.imported), (1, 3));
		let whole = first.clone().joined(rest.clone());
		assert_eq!((whole.totals.intervals, whole.totals.imported), (3, 123));
		assert_eq!(whole.reserve_net, first.reserve_net + rest.reserve_net);
		assert_eq!(whole.nodes_net + whole.reserve_net + whole.pending, 0);
		// Beyond the last node there is nothing.
		let beyond = sheet(READ_PAGES + 3);
		assert_eq!((beyond.totals.intervals, beyond.next_page), (0, None));
	});
}

/// A market of tens of thousands of nodes is paired by what they prefer, whatever that is.
#[test]
fn so_many_pages_are_paired_by_choice() {
	let most = pallet_clearing::Pallet::<Runtime>::most_paired_by_choice;
	sp_io::TestExternalities::default().execute_with(|| {
		println!("by name, bus and source: {} pages, by name: {}", most(true), most(false));
		assert!(most(true) > 200 && most(false) > most(true));
	});
}
