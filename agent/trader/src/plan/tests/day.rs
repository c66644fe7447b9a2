// SPDX-License-Identifier: Apache-2.0

//! The day of the IEEE 33-bus scenario for a prosumer who has bought a battery.

use serde_json::Value;

use super::{
	properties::{least_cost, trades},
	*,
};

/// Inputs of the paper's scenario, and how its hours clear.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios/ieee33");
/// The bus with the largest plant and a load, at times, beyond it.
const BUS: &str = "30";

fn json(file: &str) -> Value {
	serde_json::from_slice(&std::fs::read(format!("{FOLDER}/{file}")).unwrap()).unwrap()
}

fn number(value: &Value) -> u64 {
	value.as_u64().unwrap()
}

/// The scenario's hours at the prices at which they cleared; where nobody sold, one buys from the utility.
fn hours() -> Vec<Outlook> {
	let (scenario, expected) = (json("scenario.json"), json("expected.json"));
	let fit = number(&scenario["fit"]);
	let rounds = expected["perfect"]["rounds"].as_array().unwrap();
	let hours = rounds.iter().map(|round| {
		let hour = number(&round[0]);
		let at = |name: &str| number(&scenario[name][BUS][hour as usize]);
		let tou = number(&scenario["tou"][hour as usize]);
		let alpha_ppm = number(&scenario["alpha_ppm"]);
		// None where nobody sold.
		let price = round[3].as_u64();
		Outlook {
			interval: hour as u32,
			generation: at("pv_wh"),
			load: at("load_wh"),
			tariff: Tariff {
				tou,
				fit,
				alpha_ppm: alpha_ppm as u32,
				fee: 0,
				shortfall: tou,
				surplus: fit,
				curtailed: 0,
			},
			buy_price: price.unwrap_or(tou),
			// The only seller would get the cap.
			sell_price: price.unwrap_or(tou * alpha_ppm / 1_000_000),
			limit: None,
			position: Position::default(),
			limits: EnergyLimits { generation: 2_000_000, consumption: 2_000_000 },
			room: None,
			proven: true,
		}
	});
	hours.collect()
}

#[test]
fn a_battery_of_two_hours_earns_more_with_the_market() {
	let hours = hours();
	let peak = hours.iter().map(|hour| hour.generation).max().unwrap();
	let battery = Battery { capacity: 2 * peak, power: peak, efficiency_ppm: 920_000, initial: 0 };
	let store = StorageUnit { battery, charge: 0, reserve: 0, wear: 0, end_value: None };
	let request = request(&hours, Some(store));
	let day = plan(&request).unwrap();
	let without = plan(&super::request(&hours, None)).unwrap();

	let [market, utility] = trades(&request);
	for (cost, trades) in [(day.market, market), (day.utility, utility)] {
		// No schedule in steps of 3 % is better, and the best of them is nearly as good.
		let coarse = least_cost(&request, &trades, battery.capacity / 32);
		assert!(cost.total() <= coarse);
		assert!(cost.total() > coarse - coarse.abs() / 400);
	}
	// In UNIT. Alone the plant's surplus earns 274 beyond what the load costs, with neighbours 578.
	let whole = |planck: i128| planck / 1_000_000_000;
	assert_eq!(whole(without.utility.total()), -273);
	assert_eq!(whole(without.market.total()), -578);
	assert_eq!(whole(day.utility.total()), -309);
	assert_eq!(whole(day.market.total()), -659);
	assert_eq!(whole(day.saving()), 350);
	// Charged around noon at the lowest prices, empty before they fall again in the evening.
	let charging: Vec<_> = day.steps.iter().filter(|step| step.charge > 2).collect();
	assert!(charging.iter().all(|step| (11..=13).contains(&step.interval)));
	assert_eq!(day.steps[18].level, 0);
	assert_eq!(day.utility_idle, without.utility);
}
