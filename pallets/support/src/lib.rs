// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod carbon;
mod certificates;
mod choices;
mod committees;
mod feed_in;
mod grid;
mod keepers;
mod ledger;
mod market;
mod metering;
mod migration;
mod nodes;
mod origin;
mod page;
mod proof;
#[cfg(feature = "testing")]
pub mod testing;
mod text;
mod time;
mod trust;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkWorld;
pub use carbon::{CarbonBounds, IntensityPublishers};
pub use certificates::{
	CertificateAuthorities, CertificateRole, NodePayments, PeerTrades, SettlementMeters,
	TradedEnergy,
};
pub use choices::{Choosers, NodeChoices, SellerLabels};
pub use committees::{Committees, Subject, Verdict};
pub use feed_in::{BusSet, FeedIn};
pub use grid::{
	CarriedEnergy, CongestionRent, Grid, GridOperators, LineOwners, MAX_BUSES, has_grid,
};
pub use gridmerit_energy::{PAGE_ROWS, PageIndex};
pub use gridmerit_grid::Bus;
pub use keepers::{GridKeepers, GridRole, OnTrading};
pub use ledger::{
	Compensation, Entry, Ledger, Locks, Needed, Obligations, OnShortfall, Party, Posted, Posting,
	Release, RentAccount, SubsidyPot, Wagers,
};
pub use market::{
	BatteryFlows, Books, ClosedIntervals, ClosedRound, Fills, IntervalClock, IntervalReaders,
	IntervalTerms, Positions, Prices, TariffCorrections,
};
pub use metering::{
	MAX_SPANS, MeterRevocation, MeteredNodes, ReadingDuty, SettledEnergy, SettledIntervals,
	Settlement, Unsettleable,
};
pub use migration::{ByEntry, EntryMigration};
pub use nodes::{
	NodeReferences, NodeSources, NodeView, OnRemove, OnSuspend, TeNodes, ViolationKind,
	ViolationSink,
};
pub use origin::signer_unless;
pub use page::{MAX_PAGES, Page, PageSet, page_of};
pub use proof::{PROOF_OF_KEY, proof_of};
pub use text::{Name, Words};
pub use time::interval_at;
pub use trust::{
	ConductSink, Evidence, NodeRewards, Report, SellerTrust, SessionIndex, Trust, TrustDraw,
	TrustView,
};
