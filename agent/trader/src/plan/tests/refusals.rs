// SPDX-License-Identifier: Apache-2.0

//! Every reason for which there is no plan.

use gridmerit_energy::TariffError;

use super::*;

fn refused(change: impl FnOnce(&mut Request)) -> PlanError {
	let mut request = request(&[outlook(5, 10, 0), outlook(6, 0, 10)], Some(store(100, 50)));
	assert!(plan(&request).is_ok());
	change(&mut request);
	plan(&request).unwrap_err()
}

fn of_first(change: impl FnOnce(&mut Outlook)) -> PlanError {
	refused(|request| change(&mut request.outlooks[0]))
}

fn of_store(change: impl FnOnce(&mut StorageUnit)) -> PlanError {
	refused(|request| change(request.store.as_mut().unwrap()))
}

const PRICE: u64 = (1 << 48) + 1;
const ENERGY: u64 = (1 << 40) + 1;

#[test]
fn windows_that_are_none() {
	assert!(matches!(refused(|request| request.outlooks.clear()), PlanError::Empty));
	let many = |request: &mut Request| {
		request.outlooks = (0..129).map(|interval| outlook(interval, 0, 0)).collect();
	};
	assert!(matches!(refused(many), PlanError::TooMany(129)));
	assert!(matches!(of_first(|outlook| outlook.interval = 6), PlanError::Duplicate(6)));
	assert!(matches!(refused(|request| request.interval_ms = 0), PlanError::NoLength));
}

#[test]
fn outlooks_beyond_the_bounds() {
	assert!(matches!(
		of_first(|outlook| outlook.tariff.alpha_ppm = 0),
		PlanError::Tariff { interval: 5, reason: TariffError::Alpha }
	));
	for (change, what) in [
		((|o| o.buy_price = PRICE) as fn(&mut Outlook), "the price to buy at"),
		(|o| o.sell_price = u64::MAX, "the price to sell at"),
	] {
		let error = of_first(change);
		assert!(matches!(error, PlanError::Price { interval: 5, what: which } if which == what));
	}
	for (change, what) in [
		((|o| o.generation = ENERGY) as fn(&mut Outlook), "the generation"),
		(|o| o.load = u64::MAX, "the load"),
		(|o| o.position.bought = ENERGY, "the energy bought"),
		(|o| o.position.sold = ENERGY, "the energy sold"),
	] {
		let error = of_first(change);
		assert!(matches!(error, PlanError::Energy { interval: 5, what: which } if which == what));
	}
	for (change, what) in [
		((|o| o.position.cost = (1 << 108) + 1) as fn(&mut Outlook), "the cost"),
		(|o| o.position.revenue = u128::MAX, "the revenue"),
	] {
		let error = of_first(change);
		assert!(matches!(error, PlanError::Money { interval: 5, what: which } if which == what));
	}
}

#[test]
fn batteries_that_cannot_be() {
	assert!(matches!(of_store(|s| s.battery.capacity = ENERGY), PlanError::Capacity(ENERGY)));
	assert!(matches!(
		of_store(|store| store.charge = 101),
		PlanError::Charge { charge: 101, capacity: 100 }
	));
	assert!(matches!(
		of_store(|store| store.reserve = 101),
		PlanError::Reserve { reserve: 101, capacity: 100 }
	));
	assert!(matches!(of_store(|s| s.battery.efficiency_ppm = 0), PlanError::Efficiency(0)));
	assert!(matches!(
		of_store(|store| store.battery.efficiency_ppm = 1_000_001),
		PlanError::Efficiency(1_000_001)
	));
	assert!(matches!(of_store(|s| s.wear = PRICE), PlanError::Wear));
	assert!(matches!(of_store(|s| s.end_value = Some(PRICE)), PlanError::EndValue));
}

#[test]
fn errors_name_cause_and_remedy() {
	let text = of_first(|outlook| outlook.generation = ENERGY).to_string();
	assert_eq!(text, "the generation of interval 5 is above 2^40 Wh; is the unit right?");
}
