// SPDX-License-Identifier: Apache-2.0

//! What plants are issued for an interval that is settled for good: what their settlement meter says they fed in, and
//! never a Wh more. What nodes have drawn is noted beside it, so that certificates can be cancelled for that.

use alloc::vec::Vec;
use frame_support::weights::Weight;
use gridmerit_energy::{Basis, Interval, NodeIndex, SourceKind, Wh};
use gridmerit_origin::{BySource, Certified, Consumed, Issued, Plant, Stock};
use gridmerit_pallet_support::{
	CertificateAuthorities, CertificateRole, PAGE_ROWS, Page, PageIndex, Positions, SettledEnergy,
	SettledIntervals, SettlementMeters, page_of,
};

use crate::{
	Config, Drawn, Issues, Pallet, PlantOf, PlantPages, Plants, StockPages, Stocks, WeightInfo,
};

/// Most plants that are looked at in one step: of each its settlement meter, and perhaps its issuer.
pub(crate) const PLANTS_A_STEP: u32 = 32;

/// Issuers that were looked up in a step.
pub(crate) struct Trusted<T: Config>(Vec<(T::AccountId, bool)>);

impl<T: Config> Default for Trusted<T> {
	fn default() -> Self {
		Self(Vec::new())
	}
}

impl<T: Config> Trusted<T> {
	/// Whether what an issuer has certified counts; what the operator has always does.
	fn counts(&mut self, by: &Option<T::AccountId>) -> bool {
		let Some(issuer) = by else { return true };
		if let Some((_, trusted)) = self.0.iter().find(|(known, _)| known == issuer) {
			return *trusted;
		}
		let trusted = T::Authorities::role(issuer) == Some(CertificateRole::Issuer);
		self.0.push((issuer.clone(), trusted));
		trusted
	}
}

/// A page of nodes of which some are issued certificates.
struct OpenPlants<T: Config> {
	index: PageIndex,
	plants: Page<PlantOf<T>>,
	plants_changed: bool,
	stocks: Page<Stock>,
	stocks_changed: bool,
	issues: Page<Issued>,
	issued: bool,
}

impl<T: Config> OpenPlants<T> {
	/// A page as it is before an interval, or in the midst of it.
	fn open(interval: Interval, index: PageIndex, begins: bool) -> Self {
		let has_plants = PlantPages::<T>::get().contains(index);
		let has_stocks = has_plants && StockPages::<T>::get().contains(index);
		let mut page = Self {
			index,
			plants: if has_plants { Plants::<T>::get(index) } else { Default::default() },
			plants_changed: false,
			stocks: if has_stocks { Stocks::<T>::get(index) } else { Default::default() },
			stocks_changed: false,
			issues: Default::default(),
			issued: false,
		};
		if begins {
			page.stop_charging();
		} else if has_plants {
			page.issues = Issues::<T>::get(interval, index);
		}
		page
	}

	/// What batteries were charged with in the interval before is over.
	fn stop_charging(&mut self) {
		let charging: Vec<_> = self
			.stocks
			.rows(self.index)
			.filter(|(_, stock)| stock.charging > 0)
			.map(|(node, stock)| (node, *stock))
			.collect();
		for (node, stock) in charging {
			self.set_stock(node, Stock { charging: 0, ..stock });
		}
	}

	fn set_stock(&mut self, node: NodeIndex, stock: Stock) {
		self.stocks.set(node, stock);
		self.stocks_changed = true;
	}

	fn store(self, interval: Interval) {
		if self.plants_changed {
			Plants::<T>::insert(self.index, self.plants);
		}
		if self.stocks_changed {
			Stocks::<T>::insert(self.index, self.stocks);
		}
		if self.issued {
			Issues::<T>::insert(interval, self.index, self.issues);
		}
	}
}

/// Takes so much off parts, the first ones first.
fn less(mut parts: BySource<Wh>, mut energy: Wh) -> BySource<Wh> {
	for part in &mut parts {
		let taken = energy.min(*part);
		*part = part.saturating_sub(taken);
		energy = energy.saturating_sub(taken);
	}
	parts
}

fn sum(parts: &BySource<Wh>) -> Wh {
	parts.iter().fold(0, |sum: Wh, part| sum.saturating_add(*part))
}

impl<T: Config> Pallet<T> {
	/// What a plant's certification says of an interval, if it counts for what its settlement meter said.
	fn in_force<'a>(
		plant: &'a PlantOf<T>,
		row: &SettledEnergy,
		interval: Interval,
		trusted: &mut Trusted<T>,
	) -> Option<&'a Certified<T::AccountId>> {
		let certified = plant.certified.as_ref().filter(|certified| certified.holds(interval))?;
		// Silence is no energy, and a spare meter is not the one that the issuer has seen.
		let counts = row.basis == Basis::Reading
			&& T::Meters::settlement_meter(row.node, interval) == Some(certified.meter)
			&& trusted.counts(&certified.by);
		counts.then_some(certified)
	}

	/// What a plant is issued of so much; none if nothing, and nothing is withheld.
	fn issue_of(
		plant: &PlantOf<T>,
		certified: &Certified<T::AccountId>,
		fed_in: Wh,
		mix: Option<BySource<Wh>>,
	) -> Option<Issued> {
		let counted = fed_in.min(certified.most);
		let counted = mix.as_ref().map_or(counted, |mix| sum(mix).min(counted));
		let withheld = counted.min(plant.owes);
		let energy = counted.saturating_sub(withheld);
		// What is beyond the most, and what is withheld, is taken off a mix.
		let mix = mix.map(|mix| less(mix, sum(&mix).saturating_sub(energy)));
		let Certified { meter, bus, .. } = *certified;
		let source = plant.data.source;
		let issued = Issued {
			meter,
			bus,
			source,
			fed_in,
			withheld,
			energy,
			sold: 0,
			dealt: 0,
			audited: false,
			mix,
		};
		(counted > 0).then_some(issued)
	}

	/// Issues to the nodes of a page from one on, for up to [`PLANTS_A_STEP`] plants: what that cost, the node to go on
	/// with, and whether any was issued something.
	pub(crate) fn issue_from(interval: Interval, first: NodeIndex) -> (Weight, NodeIndex, bool) {
		let index = page_of(first);
		let end = index.saturating_add(1).saturating_mul(PAGE_ROWS);
		let begins = first.is_multiple_of(PAGE_ROWS);
		let mut page = OpenPlants::<T>::open(interval, index, begins);
		let month = Self::month_of(interval);
		let mut drawn: Option<Page<Consumed>> = None;
		let mut positions = None;
		let mut trusted = Trusted::<T>::default();
		let (mut looked_at, mut next) = (0_u32, end);
		for row in T::Settlement::settled(interval, index) {
			if row.node < first {
				continue;
			}
			let plant = page.plants.get(row.node).cloned();
			if plant.is_some() {
				if looked_at == PLANTS_A_STEP {
					next = row.node;
					break;
				}
				looked_at = looked_at.saturating_add(1);
			}
			let certified = plant
				.as_ref()
				.and_then(|plant| Self::in_force(plant, &row, interval, &mut trusted));
			let stores =
				plant.as_ref().is_some_and(|plant| plant.data.source == SourceKind::Storage);
			// What a battery is charged with it uses up certificates for at once, and losses are its own.
			let uses = !stores || certified.is_none();
			if uses && row.basis.is_metered() && row.metered.import > 0 {
				let drawn = drawn.get_or_insert_with(|| Drawn::<T>::get(month, index));
				let before = drawn.get(row.node).copied().unwrap_or_default();
				let sum = before.drawn.saturating_add(row.metered.import);
				drawn.set(row.node, Consumed { drawn: sum, ..before });
			}
			let Some(plant) = &plant else { continue };
			let mut mix = None;
			if stores {
				mix = Self::flow(&mut page, &row, certified.is_some());
				if mix.is_none() {
					continue;
				}
			}
			let Some(certified) = certified else { continue };
			let fed_in = row.metered.export;
			let Some(issued) = Self::issue_of(plant, certified, fed_in, mix) else { continue };
			let positions = positions.get_or_insert_with(|| T::Market::positions(interval, index));
			let sold = positions.get(row.node).map_or(0, |position| position.sold);
			page.issues.set(row.node, Issued { sold, ..issued });
			page.issued = true;
			if issued.withheld > 0 {
				let owes = plant.owes.saturating_sub(issued.withheld);
				page.plants.set(row.node, Plant { owes, ..plant.clone() });
				page.plants_changed = true;
			}
		}
		if let Some(drawn) = drawn {
			Drawn::<T>::insert(month, index, drawn);
		}
		let any = page.issued;
		page.store(interval);
		(T::WeightInfo::issue(looked_at), next, any)
	}

	/// What flowed through a battery: what of that is certified, by source; none if it is none that was ever certified.
	/// What it gave back comes before what it was charged with.
	fn flow(page: &mut OpenPlants<T>, row: &SettledEnergy, in_force: bool) -> Option<BySource<Wh>> {
		let mut stock = *page.stocks.get(row.node)?;
		if !row.basis.is_metered() {
			return Some(Default::default());
		}
		let given = stock.discharge(row.metered.export);
		stock.charge(row.metered.import);
		if !in_force {
			// What it is charged with keeps its certificates.
			stock.charging = 0;
		}
		page.set_stock(row.node, stock);
		Some(given)
	}

	/// What a plant would be issued for an interval as that is settled now, in Wh.
	pub(crate) fn expected_of(interval: Interval, node: NodeIndex) -> Option<Wh> {
		let plant = Self::plant_of(node)?;
		let row = T::Settlement::settled_node(interval, node)?;
		let certified = Self::in_force(&plant, &row, interval, &mut Trusted::<T>::default())?;
		let mut mix = None;
		if plant.data.source == SourceKind::Storage {
			let mut stock = *Stocks::<T>::get(page_of(node)).get(node)?;
			mix = Some(stock.discharge(row.metered.export));
		}
		Self::issue_of(&plant, certified, row.metered.export, mix).map(|issued| issued.energy)
	}
}
