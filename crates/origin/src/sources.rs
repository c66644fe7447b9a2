// SPDX-License-Identifier: Apache-2.0

//! A value for each kind of source.

use gridmerit_energy::SourceKind;

/// How many kinds of sources there are.
pub const SOURCES: usize = 9;

/// A value for each kind of source, by [`place_of`].
pub type BySource<V> = [V; SOURCES];

/// All kinds of sources, in the order of their places.
pub const fn all_sources() -> BySource<SourceKind> {
	use SourceKind::*;
	[None, Solar, Wind, Hydro, Geothermal, Biodiesel, Storage, Utility, Other]
}

/// The place of a kind of source in [`BySource`].
pub const fn place_of(source: SourceKind) -> usize {
	match source {
		SourceKind::None => 0,
		SourceKind::Solar => 1,
		SourceKind::Wind => 2,
		SourceKind::Hydro => 3,
		SourceKind::Geothermal => 4,
		SourceKind::Biodiesel => 5,
		SourceKind::Storage => 6,
		SourceKind::Utility => 7,
		SourceKind::Other => 8,
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn each_source_has_its_place() {
		for (place, source) in all_sources().into_iter().enumerate() {
			assert_eq!(place_of(source), place);
		}
	}
}
