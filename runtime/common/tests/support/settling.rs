// SPDX-License-Identifier: Apache-2.0

//! Lets intervals pass, be settled and close.

use frame_support::traits::Get;
use gridmerit_energy::{Interval, Invoice};
use gridmerit_runtime::{Runtime, RuntimeEvent, Settlement, System};
use pallet_forward_market::ClosedUntil;
use pallet_meter_attestation::Event;
use sp_keyring::Sr25519Keyring;

use super::{
	build_block,
	market::{INTERVAL_SLOTS, gate_slot, node},
};

/// Why the reading at a place of the batch in this block was refused.
pub fn refused(place: u32) -> Option<sp_runtime::DispatchError> {
	System::events().into_iter().find_map(|record| match record.event {
		RuntimeEvent::MeterAttestation(Event::ReadingRefused { place: at, error, .. })
			if at == place =>
		{
			Some(error)
		},
		_ => None,
	})
}

/// How an account's interval is settled.
pub fn invoice(interval: Interval, account: Sr25519Keyring) -> Option<Invoice> {
	Settlement::invoice(interval, node(account))
}

/// The slot of the first block in which an interval is over, and not the first of a session.
pub fn slot_after(interval: Interval) -> u64 {
	u64::from(interval + 1) * INTERVAL_SLOTS + 1
}

/// Lets the market go on to the gates up to the end of an interval; the last slot.
pub fn pass(mut slot: u64, interval: Interval) -> u64 {
	while gate_slot() < slot_after(interval) {
		slot = gate_slot().max(slot + 1);
		build_block(slot, vec![]);
	}
	if slot < slot_after(interval) {
		slot = slot_after(interval);
		build_block(slot, vec![]);
	}
	slot
}

/// Intervals in which a settlement may still change, by the rule of today.
pub fn dispute_window() -> u32 {
	Settlement::dispute_window(gridmerit_energy::Interval::MAX)
}

/// Builds so many empty blocks; the last slot.
pub fn build_blocks(slot: u64, blocks: u32) -> u64 {
	let last = slot + u64::from(blocks);
	for next in slot + 1..=last {
		build_block(next, vec![]);
	}
	last
}

/// As many blocks as the deadline of readings takes beside its time.
pub fn pass_blocks(slot: u64) -> u64 {
	let blocks: u32 = <Runtime as pallet_settlement::Config>::MinBlocks::get();
	build_blocks(slot, blocks + 2)
}

/// Lets the dispute window of an interval end.
pub fn close(slot: u64, interval: Interval) -> u64 {
	let mut slot = pass(slot, interval + dispute_window() + 1);
	// The hook has not run in the first block of a session.
	while ClosedUntil::<Runtime>::get() <= interval {
		slot = build_blocks(slot, 1);
	}
	slot
}

/// Checks that an interval adds up to nothing, and whether all who traded are settled.
pub fn check_sheet(interval: Interval, complete: bool) {
	let sheet = Settlement::balance_sheet(interval, 0).unwrap();
	let market = sheet.utility_net + sheet.grid_net + sheet.reserve_net;
	assert_eq!(sheet.nodes_net + market + sheet.pending, 0);
	assert!(!complete || sheet.pending == 0);
}
