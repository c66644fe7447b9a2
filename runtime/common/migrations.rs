// SPDX-License-Identifier: Apache-2.0

//! What a runtime upgrade runs. A step that touches a bounded amount of state is a
//! `VersionedMigration` in [`Unreleased`]; a map that grows with users migrates in [`MultiBlock`].

/// Steps of the next release, run in the upgrade's first block.
pub type Unreleased = ();

/// Steps that spread over blocks, metered by `pallet-migrations`.
pub type MultiBlock = ();
