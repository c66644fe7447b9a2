// SPDX-License-Identifier: Apache-2.0

//! The benchmarks of Gridmerit's two pallets run on a chain that has nothing else of Gridmerit.

#![cfg(feature = "runtime-benchmarks")]

use frame_benchmarking::{BenchmarkConfig, BenchmarkList, BenchmarkMetadata};
use gridmerit_other_runtime::{benchmarks, members, runtime::RuntimeGenesisConfig};
use sc_client_db::BenchmarkingState;
use sp_externalities::{Extensions, set_and_run_with_externalities};
use sp_keyring::Sr25519Keyring::Dave;
use sp_runtime::{BuildStorage, traits::BlakeTwo256};
use sp_state_machine::{Ext, OverlayedChanges};

/// Runs one with these values of its components, and what it checks at its end.
fn run(list: &BenchmarkList, benchmark: &BenchmarkMetadata, largest: bool) -> Result<(), String> {
	let members = members::GenesisConfig { board: vec![Dave.to_account_id()], members: vec![] };
	let genesis = RuntimeGenesisConfig { members, ..Default::default() };
	let storage = genesis.build_storage()?;
	let state = BenchmarkingState::<BlakeTwo256>::new(storage, None, true, false)?;
	let (mut overlay, mut extensions) = (OverlayedChanges::default(), Extensions::new());
	overlay.enter_runtime().map_err(|_| "is entered once")?;
	let mut chain = Ext::new(&mut overlay, &state, Some(&mut extensions));
	let chosen = benchmark.components.iter();
	let config = BenchmarkConfig {
		pallet: list.pallet.clone(),
		instance: list.instance.clone(),
		benchmark: benchmark.name.clone(),
		selected_components: chosen
			.map(|&(component, low, high)| (component, if largest { high } else { low }))
			.collect(),
		verify: true,
		internal_repeats: 1,
	};
	let batches = set_and_run_with_externalities(&mut chain, || benchmarks::benchmark(config))?;
	if batches.iter().map(|batch| batch.results.len()).sum::<usize>() == 1 {
		Ok(())
	} else {
		Err("nothing was run".into())
	}
}

#[test]
fn all_benchmarks_run_with_the_least_and_the_most() {
	let lists = benchmarks::benchmarks();
	let names: Vec<_> = lists.iter().map(|list| String::from_utf8_lossy(&list.pallet)).collect();
	assert_eq!(names, ["pallet_forward_market", "pallet_clearing"]);
	let mut failed = Vec::new();
	for list in &lists {
		assert!(list.benchmarks.len() > 5, "few benchmarks");
		for benchmark in &list.benchmarks {
			for largest in [false, true] {
				if let Err(error) = run(list, benchmark, largest) {
					failed.push((String::from_utf8_lossy(&benchmark.name), largest, error));
				}
			}
		}
	}
	assert!(failed.is_empty(), "{failed:#?}");
}
