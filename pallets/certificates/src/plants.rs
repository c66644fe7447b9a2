// SPDX-License-Identifier: Apache-2.0

//! Plants are registered by their owners and certified by issuers.

use frame_support::{ensure, traits::Get};
use gridmerit_energy::{Interval, MeterIndex, NodeIndex, SourceKind, Wh};
use gridmerit_origin::{Certified, Plant, PlantData, PlantFault, Stock};
use gridmerit_pallet_support::{
	CertificateAuthorities, CertificateRole, IntervalClock, NodeView, SettlementMeters, TeNodes,
	page_of,
};

use crate::{
	Config, Error, Event, GenesisPlant, Issuers, Pallet, PlantOf, PlantPages, Plants, StockPages,
	Stocks,
};

impl<T: Config> Pallet<T> {
	/// The node of an account.
	pub(crate) fn node_of(account: &T::AccountId) -> Result<NodeView, Error<T>> {
		T::Nodes::by_account(account).ok_or(Error::NotRegistered)
	}

	/// A plant.
	pub(crate) fn plant_of(node: NodeIndex) -> Option<PlantOf<T>> {
		Plants::<T>::get(page_of(node)).get(node).cloned()
	}

	pub(crate) fn store_plant(node: NodeIndex, plant: PlantOf<T>) {
		let page = page_of(node);
		Plants::<T>::mutate(page, |plants| plants.set(node, plant));
		let mut pages = PlantPages::<T>::get();
		if pages.insert(page) {
			PlantPages::<T>::put(pages);
		}
	}

	/// Refuses what cannot be true of a node's plant.
	fn check_data(node: &NodeView, data: &PlantData) -> Result<(), Error<T>> {
		let now = T::Market::start(T::Market::now().saturating_add(1));
		data.check(now).map_err(|fault| match fault {
			PlantFault::Source => Error::BadSource,
			_ => Error::BadPlant,
		})?;
		// The meter of a node that also generates or uses energy does not see what its battery does.
		let stores = data.source == SourceKind::Storage;
		ensure!(stores == node.battery.is_some(), Error::BadSource);
		Ok(())
	}

	pub(crate) fn do_register_plant(
		account: &T::AccountId,
		data: PlantData,
	) -> Result<(), Error<T>> {
		let node = Self::node_of(account)?;
		Self::check_data(&node, &data)?;
		let index = node.index;
		let before = Self::plant_of(index);
		let owes = before.as_ref().map_or(0, |plant| plant.owes);
		let mut certified = before.as_ref().and_then(|plant| plant.certified.clone());
		if before.is_some_and(|plant| plant.data != data)
			&& let Some(ended) = certified.take()
		{
			Self::end_certification(index, ended);
		}
		if data.source != SourceKind::Storage {
			Self::forget_stock(index);
		}
		Self::store_plant(index, Plant { data, certified, owes });
		Self::deposit_event(Event::PlantRegistered { node: index, data });
		Ok(())
	}

	/// Notes that a plant is not certified any more. Its row is the caller's.
	fn end_certification(node: NodeIndex, ended: Certified<T::AccountId>) {
		Self::release_cap(&ended);
		Self::deposit_event(Event::PlantDecertified { node });
	}

	/// What was certified is not counted for its issuer any more.
	pub(crate) fn release_cap(ended: &Certified<T::AccountId>) {
		if let Some(issuer) = &ended.by {
			Issuers::<T>::mutate_exists(issuer, |row| {
				let mut left = row.unwrap_or_default();
				left.used = left.used.saturating_sub(ended.most);
				*row = (left != Default::default()).then_some(left);
			});
		}
	}

	/// Refuses what an issuer has no room for, when it certifies `freed` Wh less.
	fn check_cap(issuer: &T::AccountId, freed: Wh, most: Wh) -> Result<(), Error<T>> {
		let row = Issuers::<T>::get(issuer);
		let used = row.used.saturating_sub(freed).checked_add(most).ok_or(Error::AboveCap)?;
		ensure!(used <= row.most.unwrap_or(T::DefaultCap::get()), Error::AboveCap);
		Ok(())
	}

	pub(crate) fn do_certify(
		by: Option<T::AccountId>,
		node: NodeIndex,
		data: PlantData,
		meter: MeterIndex,
		most: Wh,
		until: Interval,
	) -> Result<(), Error<T>> {
		if let Some(issuer) = &by {
			let trusted = T::Authorities::role(issuer) == Some(CertificateRole::Issuer);
			ensure!(trusted, Error::NotAnIssuer);
		}
		let view = T::Nodes::by_index(node).ok_or(Error::UnknownNode)?;
		let plant = Self::plant_of(node).ok_or(Error::NoPlant)?;
		ensure!(plant.data == data, Error::PlantChanged);
		// What it is may have changed since it was registered.
		Self::check_data(&view, &data)?;
		let now = T::Market::now();
		ensure!(T::Meters::settlement_meter(node, now) == Some(meter), Error::NotThisMeter);
		ensure!((1..=view.limits.generation).contains(&most), Error::AboveLimit);
		let before = plant.certified.as_ref().filter(|before| now < before.until);
		// No issuer ends what another vouches for, or the operator.
		let own = before.is_none_or(|before| before.by == by);
		ensure!(by.is_none() || own, Error::NotYours);
		// Who vouches for no more than before needs no notice.
		let same = |before: &&Certified<T::AccountId>| {
			own && (before.meter, before.bus) == (meter, view.bus) && most <= before.most
		};
		let noticed = now.saturating_add(1).saturating_add(T::Notice::get());
		let from = before.filter(same).map_or(noticed, |before| before.from);
		ensure!(from.max(now) < until, Error::AlreadyOver);
		ensure!(until <= now.saturating_add(T::MaxTerm::get()), Error::TooLong);
		let certified = Certified { by: by.clone(), meter, bus: view.bus, most, from, until };
		let before = plant.certified.as_ref();
		if let Some(issuer) = &by {
			// The one before makes room, if it is in the same cap.
			let freed = before.filter(|before| before.by == by).map_or(0, |before| before.most);
			Self::check_cap(issuer, freed, most)?;
		}
		if let Some(before) = before {
			Self::release_cap(before);
		}
		if let Some(issuer) = &by {
			Issuers::<T>::mutate(issuer, |row| row.used = row.used.saturating_add(most));
		}
		Self::begin_stock(&view);
		Self::store_plant(node, Plant { certified: Some(certified), ..plant });
		Self::deposit_event(Event::PlantCertified { node, by, meter, most, from, until });
		Ok(())
	}

	/// What a battery holds is counted from when it is certified first, or anew if it was declared anew.
	fn begin_stock(node: &NodeView) {
		let Some(battery) = node.battery else { return };
		let (index, page) = (node.index, page_of(node.index));
		let fresh = Stock::new(&battery);
		Stocks::<T>::mutate(page, |stocks| {
			let same = stocks.get(index).is_some_and(|known| {
				(known.capacity, known.efficiency_ppm) == (fresh.capacity, fresh.efficiency_ppm)
			});
			if !same {
				stocks.set(index, fresh);
			}
		});
		let mut pages = StockPages::<T>::get();
		if pages.insert(page) {
			StockPages::<T>::put(pages);
		}
	}

	/// A node has no battery any more.
	pub(crate) fn forget_stock(node: NodeIndex) {
		let page = page_of(node);
		if StockPages::<T>::get().contains(page) {
			Stocks::<T>::mutate_exists(page, |rows| {
				let mut stocks = rows.take().unwrap_or_default();
				stocks.remove(node);
				*rows = (!stocks.is_empty()).then_some(stocks);
			});
		}
	}

	pub(crate) fn do_decertify(by: Option<T::AccountId>, node: NodeIndex) -> Result<(), Error<T>> {
		let mut plant = Self::plant_of(node).ok_or(Error::NoPlant)?;
		let certified = plant.certified.take().ok_or(Error::NotCertified)?;
		if let Some(account) = by {
			let owner = || T::Nodes::account_of(node).as_ref() == Some(&account);
			if certified.by.as_ref() != Some(&account) && !owner() {
				let auditor = T::Authorities::role(&account) == Some(CertificateRole::Auditor);
				ensure!(auditor, Error::NotYours);
				Self::count_audit(&account)?;
			}
		}
		Self::end_certification(node, certified);
		Self::store_plant(node, plant);
		Ok(())
	}

	pub(crate) fn do_set_cap(issuer: T::AccountId, most: Wh) {
		Issuers::<T>::mutate(&issuer, |row| row.most = Some(most));
		Self::deposit_event(Event::CapSet { issuer, most });
	}

	/// A plant that exists from the start. Its meter may settle nothing before its node chooses it.
	pub(crate) fn enter_genesis_plant(plant: &GenesisPlant) -> Result<(), Error<T>> {
		let GenesisPlant { node, data, meter, most, until } = *plant;
		let view = T::Nodes::by_index(node).ok_or(Error::UnknownNode)?;
		// There is no time at genesis by which to judge when it began to generate.
		let stores = data.source == SourceKind::Storage;
		ensure!(data.check(u64::MAX).is_ok(), Error::BadPlant);
		ensure!(stores == view.battery.is_some(), Error::BadSource);
		ensure!((1..=view.limits.generation).contains(&most), Error::AboveLimit);
		let certified = Certified { by: None, meter, bus: view.bus, most, from: 0, until };
		Self::begin_stock(&view);
		Self::store_plant(node, Plant { data, certified: Some(certified), owes: 0 });
		Ok(())
	}
}
