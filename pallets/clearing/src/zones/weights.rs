// SPDX-License-Identifier: Apache-2.0

//! What the steps on a grid cost at most. They are not measured by benchmarks of their own yet: they are put together
//! of the measured steps of merit order, of what the database takes, and of what the arithmetic of the grid crate
//! takes at most, which was measured outside of Wasm and is taken several times here. Not measured yet.

use codec::MaxEncodedLen;
use frame_support::{
	traits::Get,
	weights::{Weight, constants::WEIGHT_REF_TIME_PER_NANOS},
};
use gridmerit_energy::{FeedInRight, Planck, Terms};
use gridmerit_pallet_support::{
	Bus, BusSet, Grid, PAGE_ROWS, PROOF_OF_KEY, Page, PageSet, proof_of,
};

use super::stages::bytes_of_stage;
use crate::{Config, choices::looking, weights::WeightInfo};

/// Buckets of all buses in a round of the search, at most, and rounds of it: for prices of 48 bits, for levels of 40,
/// and for the last Wh.
const CELLS: usize = 1 << 19;
const CELLS_OF_BUS: usize = 1 << 10;
const ROUNDS: u64 = 30;

fn nanos(nanos: u64) -> Weight {
	Weight::from_parts(nanos.saturating_mul(WEIGHT_REF_TIME_PER_NANOS), 0)
}

/// To read a row of what lines carry, with its length.
fn read_flows(buses: usize) -> Weight {
	let bytes = (buses as u64).saturating_mul(8).saturating_add(4);
	Weight::from_parts(0, PROOF_OF_KEY.saturating_add(bytes))
}

/// To read the state of a clearing with so many buses, and to store it again: a few nanoseconds a byte.
pub(super) fn state(buses: usize) -> Weight {
	let bytes = bytes_of_stage(buses) as u64;
	nanos(bytes.saturating_mul(4)).saturating_add(Weight::from_parts(0, bytes))
}

/// To store it for the first time. What is written has no proof.
fn store(buses: usize) -> Weight {
	nanos((bytes_of_stage(buses) as u64).saturating_mul(4))
}

fn read_buses<T: Config>() -> Weight {
	proof_of::<Page<Bus>>()
		.saturating_add(T::DbWeight::get().reads(1))
		.saturating_add(nanos(10_000))
}

fn of_buses(buses: usize, each: u64) -> Weight {
	nanos(each).saturating_mul(buses as u64)
}

/// To read the feeder and what its lines carry already, and to store where this leads to.
pub(super) fn open<T: Config>(buses: u32) -> Weight {
	T::Grid::weight(buses)
		.saturating_add(T::WeightInfo::turn())
		.saturating_add(T::DbWeight::get().reads(1))
		.saturating_add(read_flows(buses as usize))
		.saturating_add(of_buses(buses as usize, 1_000))
		.saturating_add(store(buses as usize))
}

/// To count a page of so many orders.
pub(super) fn count<T: Config>(rows: u32) -> Weight {
	T::WeightInfo::count(rows).saturating_add(read_buses::<T>())
}

/// To end a pass over so many pages.
pub(super) fn end_pass<T: Config>(pages: u32, buses: usize) -> Weight {
	let cells = buses.saturating_mul(CELLS_OF_BUS).min(CELLS) as u64;
	let orders = u64::from(pages).saturating_mul(PAGE_ROWS.into());
	let round = cells.saturating_mul(4).saturating_add(orders.saturating_mul(8));
	T::WeightInfo::end_pass()
		.saturating_add(nanos(round.saturating_mul(ROUNDS)))
		.saturating_add(of_buses(buses, 20_000))
		.saturating_add(last_round::<T>())
		.saturating_add(looking::<T>())
}

/// To know whether the round is an interval's last: of the round, and of the interval's terms.
fn last_round<T: Config>() -> Weight {
	let round =
		Weight::from_parts(0, PROOF_OF_KEY.saturating_add(PageSet::max_encoded_len() as u64));
	T::DbWeight::get().reads(2).saturating_add(proof_of::<Terms>()).saturating_add(round)
}

/// To end a pass over so many pages that looks for rights, and to note which lines are full.
pub(super) fn end_rights_pass<T: Config>(pages: u32, buses: usize) -> Weight {
	let note = T::DbWeight::get().writes(1).saturating_add(proof_of::<BusSet>());
	end_pass::<T>(pages, buses).saturating_add(note).saturating_add(of_buses(buses, 1_000))
}

/// Such a pass over so many full pages.
pub(super) fn rights_pass<T: Config>(pages: u32, buses: usize) -> Weight {
	count::<T>(PAGE_ROWS)
		.saturating_mul(pages.into())
		.saturating_add(end_rights_pass::<T>(pages, buses))
}

/// To grant the rights of a page of so many orders.
pub(super) fn grant_page<T: Config>(rows: u32) -> Weight {
	let rights = T::DbWeight::get().writes(1).saturating_add(proof_of::<Page<FeedInRight>>());
	count::<T>(rows).saturating_add(rights).saturating_add(nanos(500).saturating_mul(rows.into()))
}

/// To say what was granted.
pub(super) fn granted<T: Config>(buses: usize) -> Weight {
	T::WeightInfo::turn().saturating_add(of_buses(buses, 500))
}

/// To grant the rights of a page, or to say what was granted.
pub(super) fn grant<T: Config>(buses: usize) -> Weight {
	grant_page::<T>(PAGE_ROWS).max(granted::<T>(buses))
}

/// A pass over so many full pages.
pub(crate) fn pass<T: Config>(pages: u32, buses: usize) -> Weight {
	count::<T>(PAGE_ROWS).saturating_mul(pages.into()).saturating_add(end_pass::<T>(pages, buses))
}

/// To find who trades on a page of so many orders.
pub(super) fn load<T: Config>(rows: u32) -> Weight {
	let sort = nanos(500).saturating_mul(rows.into());
	T::WeightInfo::load(rows).saturating_add(read_buses::<T>()).saturating_add(sort)
}

/// The same of so many full pages.
pub(super) fn loading<T: Config>(pages: u32, buses: usize) -> Weight {
	load::<T>(PAGE_ROWS).saturating_mul(pages.into()).saturating_add(of_buses(buses, 500))
}

/// To make a page of transactions.
pub(super) fn assign<T: Config>(buses: usize) -> Weight {
	T::WeightInfo::assign().saturating_add(of_buses(buses, 1_000))
}

/// The largest step of a pass over so many pages.
pub(super) fn largest_pass<T: Config>(pages: u32, buses: usize) -> Weight {
	let assigning = loading::<T>(pages, buses).saturating_add(assign::<T>(buses));
	rights_pass::<T>(pages, buses).max(assigning)
}

/// To fill a page of so many orders.
pub(super) fn fill_page<T: Config>(rows: u32) -> Weight {
	let prices = nanos(500).saturating_mul(rows.into());
	let fill = T::WeightInfo::fill(rows).max(T::WeightInfo::count(0));
	fill.saturating_add(read_buses::<T>()).saturating_add(prices)
}

/// To write the result: zones, lines and what they carry, the rent.
pub(super) fn finish<T: Config>(buses: usize) -> Weight {
	T::WeightInfo::turn()
		.saturating_add(T::DbWeight::get().reads_writes(3, 4))
		.saturating_add(T::Grid::weight(buses as u32))
		.saturating_add(read_flows(buses))
		// Of the lines, which a former round may have noted, three numbers each.
		.saturating_add(read_flows(buses.saturating_mul(3)))
		// The rent is read; of the zones, which are new, only the way to them is proven.
		.saturating_add(proof_of::<Planck>())
		.saturating_add(proof_of::<()>())
		.saturating_add(of_buses(buses, 2_000))
		.saturating_add(last_round::<T>())
}

/// To fill a page, or to write the result.
pub(super) fn fill<T: Config>(buses: usize) -> Weight {
	fill_page::<T>(PAGE_ROWS).max(finish::<T>(buses))
}
