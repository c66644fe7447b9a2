// SPDX-License-Identifier: Apache-2.0

//! The benchmarks of the runtime's pallets, run natively for what they touch: that is the same in Wasm, and however fast
//! the machine is.

mod bound;
mod watched;

use std::collections::BTreeMap;

use frame_benchmarking::{
	BenchmarkBatch, BenchmarkConfig, BenchmarkList, BenchmarkMetadata, BenchmarkParameter,
};
use frame_support::traits::StorageInfo;
use gridmerit_parachain_runtime::{RuntimeGenesisConfig, benchmarks};
use sp_keystore::{KeystoreExt, testing::MemoryKeystore};
use sp_runtime::BuildStorage;
use sp_state_machine::{Ext, OverlayedChanges};

use bound::{Modes, Values, bound};
use watched::{Touched, Watched};

/// Values of a component at which is measured, at most: the least, the largest, and some between them.
const STEPS: u32 = 9;

/// A component of a benchmark: its name, and the least and the largest value.
pub type Component = (BenchmarkParameter, u32, u32);

/// What a benchmark proves at most.
pub struct Proof {
	pub name: String,
	/// Its components, and bytes for one of each.
	pub components: Vec<(Component, u64)>,
	/// Bytes without components.
	pub base: u64,
	/// Bytes by storage, with all components at their largest.
	pub storages: BTreeMap<String, u64>,
}

impl Proof {
	/// What it says of these components.
	pub fn of(&self, values: &[u32]) -> u64 {
		let slopes = self.components.iter().map(|(_, slope)| slope);
		self.base + slopes.zip(values).map(|(slope, value)| slope * u64::from(*value)).sum::<u64>()
	}
}

/// A chain on which benchmarks run.
pub struct Bench {
	watched: Watched,
	/// The pallets, each with its benchmarks.
	pub pallets: Vec<BenchmarkList>,
	stored: Vec<StorageInfo>,
}

impl Bench {
	pub fn new() -> Self {
		let genesis = RuntimeGenesisConfig::default().build_storage();
		let genesis = genesis.expect("a chain without a market");
		let mut chain = sp_io::TestExternalities::from(genesis.clone());
		let (pallets, stored) = chain.execute_with(|| benchmarks::metadata(false));
		Self { watched: Watched::new(genesis), pallets, stored }
	}

	fn run(
		&self,
		pallet: &BenchmarkList,
		benchmark: &BenchmarkMetadata,
		values: &[u32],
		verify: bool,
	) -> Touched {
		let config = BenchmarkConfig {
			pallet: pallet.pallet.clone(),
			instance: pallet.instance.clone(),
			benchmark: benchmark.name.clone(),
			selected_components: components(benchmark).zip(values.iter().copied()).collect(),
			verify,
			internal_repeats: 1,
		};
		let mut changes = OverlayedChanges::default();
		let mut extensions = sp_externalities::Extensions::new();
		extensions.register(KeystoreExt::new(MemoryKeystore::new()));
		let mut chain = Ext::new(&mut changes, &self.watched, Some(&mut extensions));
		let result: Result<Vec<BenchmarkBatch>, _> =
			sp_externalities::set_and_run_with_externalities(&mut chain, || {
				benchmarks::dispatch(config)
			});
		let run = result.unwrap_or_else(|error| {
			panic!("{}::{}: {error}", text(&pallet.pallet), text(&benchmark.name))
		});
		assert_eq!(run.len(), 1);
		self.watched.last.take()
	}

	/// Measures a benchmark, which first shows that it does what it says: what its asserts read is not measured.
	pub fn proof(&self, pallet: &BenchmarkList, benchmark: &BenchmarkMetadata) -> Proof {
		let modes = modes(benchmark);
		let mut here = modes.clone();
		here.retain(|_, mode| *mode != Values::Elsewhere);
		let ranges = &benchmark.components;
		let largest: Vec<_> = ranges.iter().map(|(_, _, most)| *most).collect();
		self.run(pallet, benchmark, &largest, true);
		let mut points: BTreeMap<Vec<u32>, u64> = BTreeMap::new();
		let mut storages = BTreeMap::new();
		let mut measure = |values: Vec<u32>| {
			let touched = self.run(pallet, benchmark, &values, false);
			let bytes = bound(&touched, &self.stored, &modes);
			let sum = bytes.values().sum::<u64>();
			// With what is charged elsewhere.
			let all = bound(&touched, &self.stored, &here).values().sum::<u64>();
			assert!(
				touched.recorded as u64 <= all,
				"{}::{} {values:?}: {} bytes were recorded, and {all} are its bound",
				text(&pallet.pallet),
				text(&benchmark.name),
				touched.recorded,
			);
			if values == largest {
				storages = bytes;
			}
			points.insert(values, sum);
			sum
		};
		let all_but = |place: usize, value: u32| {
			let at = |(other, most): (usize, &u32)| if other == place { value } else { *most };
			largest.iter().enumerate().map(at).collect()
		};
		let top = measure(largest.clone());
		let mut slopes = Vec::new();
		for (place, (_, least, most)) in ranges.iter().enumerate() {
			let span = most - least;
			let steps = STEPS.min(span + 1);
			let sums: Vec<_> = (0..steps.saturating_sub(1))
				.map(|step| least + span * step / (steps - 1))
				.map(|value| measure(all_but(place, value)))
				.collect();
			let bottom = sums.first().copied().unwrap_or(top);
			slopes.push(top.saturating_sub(bottom).div_ceil(u64::from(span.max(1))));
		}
		if ranges.len() > 1 {
			measure(ranges.iter().map(|(_, least, _)| *least).collect());
		}
		// The most of what is above the slopes.
		let above = |(values, sum): (&Vec<u32>, &u64)| {
			let along = slopes.iter().zip(values).map(|(slope, value)| slope * u64::from(*value));
			sum.saturating_sub(along.sum::<u64>())
		};
		let base = points.iter().map(above).max().unwrap_or(0);
		let components = ranges.iter().copied().zip(slopes).collect();
		let proof = Proof { name: text(&benchmark.name), components, base, storages };
		assert!(points.iter().all(|(values, sum)| *sum <= proof.of(values)));
		proof
	}
}

fn components(benchmark: &BenchmarkMetadata) -> impl Iterator<Item = BenchmarkParameter> + '_ {
	benchmark.components.iter().map(|(name, _, _)| *name)
}

pub fn text(bytes: &[u8]) -> String {
	String::from_utf8_lossy(bytes).into_owned()
}

/// What a benchmark says of values.
fn modes(benchmark: &BenchmarkMetadata) -> Modes {
	let known = |(storage, mode): &(Vec<u8>, Vec<u8>)| {
		let storage = text(storage).replace(' ', "");
		match text(mode).as_str() {
			"MaxEncodedLen" => None,
			mode if storage == "ALL" => {
				panic!("{mode}, whatever is stored: name what that is true of")
			},
			"Measured" => Some((storage, Values::AsTheyAre)),
			"Ignored" => Some((storage, Values::Elsewhere)),
			other => panic!("{storage} counts as {other}"),
		}
	};
	benchmark.pov_modes.iter().filter_map(known).collect()
}
