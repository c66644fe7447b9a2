// SPDX-License-Identifier: Apache-2.0

//! What a runtime upgrade runs. A step that touches a bounded amount of state is a
//! `VersionedMigration` in [`Unreleased`]; a map that grows with users migrates in [`MultiBlock`]:
//! a `gridmerit_pallet_support::EntryMigration` for each, and `common/tests/upgrade.rs` has examples.
//! `gridmerit-upgrade release` refuses a map with a changed layout that is not among them.

use crate::{ForwardMarket, Settlement};
use frame_support::migrations::MigrationStatusHandler;

/// Steps of the next release, run in the upgrade's first block.
pub type Unreleased = ();

/// Steps that spread over blocks, metered by `pallet-migrations`.
#[cfg(not(all(test, feature = "try-runtime")))]
pub type MultiBlock = ();

/// Tests bring maps of another layout to that of today.
#[cfg(all(test, feature = "try-runtime"))]
pub type MultiBlock = crate::upgrade::Migrations;

/// Blocks of a migration take no transactions, so for those who could not send any they do not count.
pub struct Pause;

impl MigrationStatusHandler for Pause {
	fn completed() {
		ForwardMarket::resume();
		Settlement::resume();
	}
}
