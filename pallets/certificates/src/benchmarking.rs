// SPDX-License-Identifier: Apache-2.0

//! What calls and steps cost at most: on pages that are full.

use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
	BoundedVec,
	traits::{EnsureOrigin, Get},
	weights::WeightMeter,
};
use frame_system::RawOrigin;
use gridmerit_energy::{Basis, Interval, Metered, NodeIndex, PAGE_ROWS, Roles, SourceKind, Wh};
use gridmerit_origin::{
	Certified, Consumed, Issued, Lot, LotState, MAX_MONTHS, Period, Plant, PlantData, SOURCES,
	Stock, Support,
};
use gridmerit_pallet_support::{
	BenchmarkWorld, CertificateRole, IntervalClock, OnRemove, Page, PageSet, SettledEnergy,
	SettledIntervals, SettlementMeters, page_of,
};

use crate::{
	deal::{LOTS_A_STEP, PAGES_A_STEP},
	issue::PLANTS_A_STEP,
	*,
};
use gridmerit_pallet_support::{CertificateAuthorities, NodePayments, PeerTrades, TradedEnergy};

const PROSUMER: Roles =
	Roles { consumer: false, prosumer: true, storage: false, utility: false, line_owner: false };
const STORAGE: Roles = Roles { prosumer: false, storage: true, ..PROSUMER };
/// What is issued to each.
const ENERGY: Wh = 1_000;

fn operator<T: Config>() -> T::RuntimeOrigin {
	T::OperatorOrigin::try_successful_origin().expect("there is an operator")
}

fn data(source: SourceKind) -> PlantData {
	PlantData {
		source,
		fuel: 1_040_100,
		technology: 10_000,
		capacity: 1_000,
		commissioned: 0,
		country: *b"DE",
		support: Support::None,
	}
}

fn issuer<T: Config>() -> T::AccountId {
	account("issuer", 0, 0)
}

fn plant<T: Config>(source: SourceKind, by: T::AccountId) -> PlantOf<T> {
	let certified =
		Certified { by: Some(by), meter: 0, bus: 1, most: ENERGY, from: 0, until: Interval::MAX };
	Plant { data: data(source), certified: Some(certified), owes: 1 }
}

fn on_page(node: NodeIndex) -> core::ops::Range<NodeIndex> {
	let first = page_of(node).saturating_mul(PAGE_ROWS);
	first..first.saturating_add(PAGE_ROWS)
}

/// Has all nodes of a page be plants.
fn full_of_plants<T: Config>(node: NodeIndex) {
	let page = page_of(node);
	let mut rows = Page::default();
	on_page(node).for_each(|other| {
		rows.set(other, plant::<T>(SourceKind::Solar, issuer::<T>()));
	});
	Plants::<T>::insert(page, rows);
	let mut pages = PageSet::default();
	(0..=page.max(PAGES_A_STEP)).for_each(|page| {
		pages.insert(page);
	});
	PlantPages::<T>::put(&pages);
	StockPages::<T>::put(pages);
}

/// A page of batteries that hold something of each source.
fn full_of_stocks<T: Config>(page: u32) {
	let stock = Stock {
		capacity: Wh::MAX,
		efficiency_ppm: 900_000,
		total: Wh::from(u32::MAX),
		charging: Wh::from(u32::MAX),
		parts: [ENERGY; SOURCES],
	};
	let mut rows = Page::default();
	on_page(page.saturating_mul(PAGE_ROWS)).for_each(|node| {
		rows.set(node, stock);
	});
	Stocks::<T>::insert(page, rows);
}

/// A page of plants that were issued something.
fn full_of_issues<T: Config>(interval: Interval, page: u32, sold: Wh) {
	let row = Issued {
		meter: 0,
		bus: 1,
		source: SourceKind::Solar,
		fed_in: ENERGY,
		withheld: 0,
		energy: ENERGY,
		sold,
		dealt: 0,
		audited: false,
		mix: None,
	};
	let mut rows = Page::default();
	on_page(page.saturating_mul(PAGE_ROWS)).for_each(|node| {
		rows.set(node, row);
	});
	Issues::<T>::insert(interval, page, rows);
}

/// A node that holds the last lot of a full page, and could cancel it for what it drew.
fn holder<T: Config>(state: LotState) -> (Interval, NodeIndex, T::AccountId) {
	let interval = T::World::open_interval();
	let (node, account) = T::World::node(PROSUMER);
	let lot = Lot {
		plant: node,
		source: SourceKind::Solar,
		from: 0,
		energy: ENERGY,
		holder: node,
		state,
	};
	let rows: Vec<_> = (0..PAGE_ROWS).map(|_| lot).collect();
	Lots::<T>::insert(interval, 0, BoundedVec::truncate_from(rows));
	full_of_issues::<T>(interval, page_of(node), 0);
	let mut row = IntervalSums { lots: PAGE_ROWS, ..Default::default() };
	if let Some(sums) = row.sums.get_mut(1) {
		(0..PAGE_ROWS).for_each(|_| sums.issue(ENERGY));
	}
	Overall::<T>::put(row.sums);
	SumsOf::<T>::insert(interval, row);
	Cursor::<T>::put(Progress::at(interval.saturating_add(1)));
	let metered = Metered { import: ENERGY, export: 0 };
	for other in on_page(node) {
		let row = SettledEnergy { node: other, basis: Basis::Reading, metered };
		T::Settlement::settle_for(interval, row);
	}
	(interval, node, account)
}

/// A page of what nodes drew.
fn drawn<T: Config>(month: u32, node: NodeIndex, energy: Wh) {
	let mut rows = Page::default();
	on_page(node).for_each(|other| {
		rows.set(other, Consumed { drawn: energy, cancelled: 0 });
	});
	Drawn::<T>::insert(month, page_of(node), rows);
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register_plant() {
		let (node, account) = T::World::node(PROSUMER);
		full_of_plants::<T>(node);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), data(SourceKind::Wind));
		assert!(Pallet::<T>::plant(node).is_some_and(|plant| plant.certified.is_none()));
	}

	#[benchmark]
	fn certify() {
		let interval = T::World::open_interval();
		let (node, _) = T::World::node(STORAGE);
		full_of_plants::<T>(node);
		full_of_stocks::<T>(page_of(node));
		let mut row = plant::<T>(SourceKind::Storage, issuer::<T>());
		if let Some(certified) = &mut row.certified {
			// What another has vouched for is over.
			certified.until = interval;
		}
		Pallet::<T>::store_plant(node, row);
		let meter = T::Meters::meter_for(node);
		let (_, by) = T::World::node(PROSUMER);
		T::Authorities::trust(&by, CertificateRole::Issuer);
		let until = interval.saturating_add(T::MaxTerm::get());
		#[extrinsic_call]
		_(RawOrigin::Signed(by.clone()), node, data(SourceKind::Storage), meter, ENERGY, until);
		assert_eq!(Issuers::<T>::get(by).used, ENERGY);
	}

	#[benchmark]
	fn decertify() {
		T::World::open_interval();
		let (node, _) = T::World::node(PROSUMER);
		full_of_plants::<T>(node);
		let (_, by) = T::World::node(PROSUMER);
		T::Authorities::trust(&by, CertificateRole::Auditor);
		#[extrinsic_call]
		_(RawOrigin::Signed(by.clone()), node);
		assert_eq!(Audits::<T>::get(by).count, 1);
	}

	#[benchmark]
	fn audit(i: Linear<1, { T::MaxRange::get() }>) {
		let interval = T::World::open_interval();
		let (node, _) = T::World::node(PROSUMER);
		full_of_plants::<T>(node);
		let (_, by) = T::World::node(PROSUMER);
		T::Authorities::trust(&by, CertificateRole::Auditor);
		let last = interval.saturating_add(i).saturating_sub(1);
		(interval..=last).for_each(|k| full_of_issues::<T>(k, page_of(node), 0));
		Cursor::<T>::put(Progress::at(last.saturating_add(1)));
		let reason = BoundedVec::truncate_from(alloc::vec![0; 128]);
		#[extrinsic_call]
		_(RawOrigin::Signed(by), node, interval, last, reason);
		assert!(
			Pallet::<T>::plant(node)
				.is_some_and(|plant| plant.owes > ENERGY.saturating_mul(i.into()))
		);
	}

	#[benchmark]
	fn forgive() {
		let (node, _) = T::World::node(PROSUMER);
		full_of_plants::<T>(node);
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, node, 1);
		assert!(Pallet::<T>::plant(node).is_some_and(|plant| plant.owes == 0));
	}

	#[benchmark]
	fn set_cap() {
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, issuer::<T>(), 1);
		assert_eq!(Issuers::<T>::get(issuer::<T>()).most, Some(1));
	}

	#[benchmark]
	fn set_tradable() {
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, false);
		assert!(NotTradable::<T>::get());
	}

	#[benchmark]
	fn transfer() {
		let (interval, _, account) = holder::<T>(LotState::Held);
		let (to, _) = T::World::node(PROSUMER);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), interval, PAGE_ROWS - 1, 1, to);
		assert!(Lots::<T>::contains_key(interval, 1));
	}

	#[benchmark]
	fn offer() {
		let (interval, _, account) = holder::<T>(LotState::Held);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), interval, PAGE_ROWS - 1, Some(1));
		assert!(!Lots::<T>::contains_key(interval, 1));
	}

	#[benchmark]
	fn buy() {
		let (interval, _, _) = holder::<T>(LotState::Offered { price: 1 });
		let (node, account) = T::World::node(PROSUMER);
		T::Ledger::endow(node, 1_000_000);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), interval, PAGE_ROWS - 1, 1, 1);
		assert!(Lots::<T>::contains_key(interval, 1));
	}

	#[benchmark]
	fn cancel(m: Linear<1, { MAX_MONTHS }>) {
		let (interval, node, account) = holder::<T>(LotState::Held);
		let first = Pallet::<T>::month_of(interval);
		let last = first.saturating_add(m).saturating_sub(1);
		(first..=last).for_each(|month| drawn::<T>(month, node, 1));
		let period = Period::Months { first, last };
		#[extrinsic_call]
		_(RawOrigin::Signed(account), interval, PAGE_ROWS - 1, m.into(), period);
		assert_eq!(Pallet::<T>::consumed_in(last, node).cancelled, 1);
	}

	#[benchmark]
	fn poll() {
		let interval = T::World::open_interval();
		Cursor::<T>::put(Progress::at(interval));
		let mut meter = WeightMeter::with_limit(Pallet::<T>::looking());
		#[block]
		{
			Pallet::<T>::advance(&mut meter);
		}
		assert_eq!(Pallet::<T>::issued_until(), Some(interval));
	}

	/// Each plant has an issuer of its own.
	#[benchmark]
	fn issue(p: Linear<0, PLANTS_A_STEP>) {
		let interval = T::World::open_interval();
		let (node, _) = T::World::node(PROSUMER);
		full_of_plants::<T>(node);
		let page = page_of(node);
		full_of_stocks::<T>(page);
		let mut rows = Page::default();
		for (_, other) in (0..p).zip(on_page(node)) {
			let (_, by) = T::World::node(PROSUMER);
			T::Authorities::trust(&by, CertificateRole::Issuer);
			let mut row = plant::<T>(SourceKind::Solar, by);
			if let Some(certified) = &mut row.certified {
				certified.meter = T::Meters::meter_for(other);
			}
			rows.set(other, row);
		}
		Plants::<T>::insert(page, rows);
		let metered = Metered { import: ENERGY, export: ENERGY };
		for other in on_page(node) {
			let row = SettledEnergy { node: other, basis: Basis::Reading, metered };
			T::Settlement::settle_for(interval, row);
		}
		drawn::<T>(Pallet::<T>::month_of(interval), node, ENERGY);
		let first = page.saturating_mul(PAGE_ROWS);
		#[block]
		{
			Pallet::<T>::issue_from(interval, first);
		}
		let month = Pallet::<T>::month_of(interval);
		assert_eq!(Pallet::<T>::consumed_in(month, node).drawn, 2 * ENERGY);
		assert_eq!(Issues::<T>::get(interval, page).len(), p);
	}

	#[benchmark]
	fn rounds(r: Linear<0, MAX_ROUNDS>) {
		let interval = T::World::open_interval();
		let trade = TradedEnergy { seller: 0, buyer: 1, energy: 1 };
		(0..r).for_each(|round| T::Clearing::trade_for(interval, round, &[trade]));
		#[block]
		{
			T::Clearing::rounds(interval, MAX_ROUNDS);
		}
	}

	#[benchmark]
	fn deal(p: Linear<3, { 3 * PAGES_A_STEP }>, l: Linear<0, LOTS_A_STEP>) {
		let interval = T::World::open_interval();
		full_of_plants::<T>(0);
		let pages = p / 3;
		for page in 0..pages {
			full_of_issues::<T>(interval, page, ENERGY);
			full_of_stocks::<T>(page);
		}
		let trade = |place: u32| {
			let seller = place.checked_rem(pages).unwrap_or(0).saturating_mul(PAGE_ROWS);
			TradedEnergy { seller, buyer: seller.saturating_add(1), energy: 1 }
		};
		// As many rounds as pages of sellers.
		let mut traded = Rounds::default();
		for round in 0..pages {
			let trades: Vec<_> =
				(0..l).filter(|k| k.checked_rem(pages) == Some(round)).map(trade).collect();
			let _ = traded.try_push((round, trades.len() as u32));
			T::Clearing::trade_for(interval, round, &trades);
		}
		#[block]
		{
			Pallet::<T>::deal_from(interval, traded, 0, 0);
		}
		assert_eq!(SumsOf::<T>::get(interval).unwrap_or_default().lots, l);
	}

	#[benchmark]
	fn keep(l: Linear<0, LOTS_A_STEP>) {
		let interval = T::World::open_interval();
		full_of_plants::<T>(0);
		let mut rows = Page::default();
		full_of_issues::<T>(interval, 0, 0);
		for (node, row) in Issues::<T>::get(interval, 0).rows(0).take(l as usize) {
			rows.set(node, *row);
		}
		Issues::<T>::insert(interval, 0, rows);
		#[block]
		{
			Pallet::<T>::keep_from(interval, 0);
		}
		assert_eq!(SumsOf::<T>::get(interval).unwrap_or_default().lots, l);
	}

	#[benchmark]
	fn expire() {
		let (interval, _, _) = holder::<T>(LotState::Held);
		let late = interval.saturating_add(T::Validity::get()).saturating_add(1);
		T::World::set_time(T::Market::start(late));
		ExpiredUntil::<T>::put(interval);
		let mut meter = WeightMeter::with_limit(T::WeightInfo::expire());
		#[block]
		{
			Pallet::<T>::prune(&mut meter);
		}
		assert!(!Lots::<T>::contains_key(interval, 0));
	}

	#[benchmark]
	fn removed() {
		let (node, _) = T::World::node(STORAGE);
		full_of_plants::<T>(node);
		full_of_stocks::<T>(page_of(node));
		#[block]
		{
			<Pallet<T> as OnRemove>::removed(node);
		}
		assert!(Pallet::<T>::plant(node).is_none() && Pallet::<T>::stock(node).is_none());
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
