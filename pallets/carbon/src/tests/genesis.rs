// SPDX-License-Identifier: Apache-2.0

//! Footprints from the start.

use super::*;
use crate::{GenesisConfig, GenesisFootprint};
use sp_runtime::BuildStorage;

fn build(footprints: Vec<GenesisFootprint>) {
	let genesis = GenesisConfig::<Test> { footprints, ..Default::default() };
	frame_support::traits::BuildGenesisConfig::build(&genesis);
}

#[test]
fn what_the_operator_certifies_at_the_start_counts_at_once() {
	run(|| {
		build(vec![GenesisFootprint { node: ROOF, footprint: CLEAN, until: 9_000 }]);
		let counted = |interval| Carbon::counted(ROOF, interval).1;
		assert_eq!([0, NOW, 8_999, 9_000].map(counted), [true, true, true, false]);
		assert_eq!(vouched(ROOF)[0].by, None);
	});
	assert!(RuntimeGenesisConfig::default().build_storage().is_ok());
}

#[test]
fn what_no_call_would_take_begins_no_chain() {
	let sound = GenesisFootprint { node: ROOF, footprint: CLEAN, until: 9_000 };
	let beyond = Footprint { travel: MAX_PART + 1, ..CLEAN };
	for wrong in [
		GenesisFootprint { node: NOBODY, ..sound.clone() },
		GenesisFootprint { node: ANNA, ..sound.clone() },
		GenesisFootprint { footprint: beyond, ..sound.clone() },
		GenesisFootprint { until: 0, ..sound.clone() },
	] {
		let built = std::panic::catch_unwind(|| {
			externalities().execute_with(|| build(vec![wrong.clone()]))
		});
		assert!(built.is_err(), "{wrong:?}");
	}
}
