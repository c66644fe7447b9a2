// SPDX-License-Identifier: Apache-2.0

//! Algorithm 2 on a grid where demands prefer sellers: the whole book in one step.

use alloc::{boxed::Box, collections::BTreeMap, vec::Vec};
use frame_support::weights::Weight;
use gridmerit_energy::NodeIndex;
use gridmerit_grid::{ZonedTransaction, pair_legs};
use gridmerit_market::Side;
use gridmerit_pallet_support::{Bus, PAGE_ROWS};

use super::{
	assign::Legs,
	stages::{AssignZones, FillZones, PairZones, ZonesStage},
	weights,
};
use crate::{
	ClosedBook, Config, Failed, Next, ZonedPage, ZonedRow,
	choices::{Scope, Wishes},
};

impl PairZones {
	/// The most that the step costs on so many buses, but for what demands prefer. There are fewer transactions than
	/// orders and zones.
	fn step_weight<T: Config>(pages: u32, buses: usize) -> Weight {
		let written = (buses as u32).div_ceil(PAGE_ROWS).saturating_add(pages);
		weights::loading::<T>(pages, buses)
			.saturating_add(weights::assign::<T>(buses).saturating_mul(written.into()))
	}

	/// The most that the step can cost.
	pub(super) fn worst<T: Config>(&self) -> Weight {
		let step = Self::step_weight::<T>(self.scope.pages, self.feeder.0.buses());
		self.scope.worst::<T>().saturating_add(step)
	}

	/// What pairs a book on so many buses by choice, if anybody prefers anything and there is room for it.
	pub(super) fn scope<T: Config>(book: &ClosedBook<'_, T>, buses: usize) -> Option<Scope> {
		Scope::find(book, |pages| Self::step_weight::<T>(pages, buses), weights::state(buses))
	}

	/// Leaves what is preferred alone, where there is no room for it any more: all get and pay the same.
	pub(super) fn set_aside<T: Config>(self, book: &ClosedBook<'_, T>) -> AssignZones {
		book.report_choices_set_aside(self.scope.pages, false);
		AssignZones::new(self.feeder, self.zones, book.pages())
	}

	/// Pairs sellers and buyers, and writes all transactions.
	pub(super) fn step<T: Config>(
		self,
		book: &mut ClosedBook<'_, T>,
	) -> Result<Next<ZonesStage>, Failed> {
		let Self { feeder, zones, scope } = self;
		let mut used = Weight::zero();
		let legs = Legs::load(&feeder.0, &zones.0, book, &mut used)?;
		let (sellers, buyers) = (legs.of(Side::Supply), legs.of(Side::Demand));
		// Where they hang in this interval, whatever the registry says by now.
		let hang: BTreeMap<NodeIndex, Bus> = legs.buses().collect();
		let bus = |node: NodeIndex| hang.get(&node).copied();
		let wishes = Wishes::load(&scope, book, (&sellers, &buyers), bus, &mut used);
		let preferences = wishes.preferences(book);
		let found = zones.0.zones();
		let pairing = pair_legs(&feeder.0, found, sellers, buyers, legs.counts(), &preferences)?;
		let buses = feeder.0.buses();
		// Nothing fails any more when something is written.
		let stage = FillZones::new(feeder, zones.0, book.rules())?;
		for rows in pairing.transactions.chunks(PAGE_ROWS as usize) {
			let rows: Vec<_> = rows.iter().map(row).collect();
			book.add_zoned(&ZonedPage::truncate_from(rows));
			used.saturating_accrue(weights::assign::<T>(buses));
		}
		book.note_choices(pairing.by_rank);
		Ok(Next { state: Some(ZonesStage::Fill(Box::new(stage))), used })
	}
}

fn row(transaction: &ZonedTransaction) -> ZonedRow {
	let ZonedTransaction { seller, buyer, energy, buying, selling } = *transaction;
	ZonedRow { seller, buyer, energy, buying, selling }
}
