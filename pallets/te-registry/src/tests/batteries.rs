// SPDX-License-Identifier: Apache-2.0

//! Which nodes have batteries, and which batteries there can be.

use super::*;

fn roles(consumer: bool, prosumer: bool, storage: bool, rest: (bool, bool)) -> Roles {
	let (utility, line_owner) = rest;
	Roles { consumer, prosumer, storage, utility, line_owner }
}

#[test]
fn a_storage_node_is_admitted_with_its_battery() {
	run(|| {
		assert_ok!(Registry::apply(Origin::signed(2), storage(), 0));
		assert_ok!(Registry::approve(operator(), 2, storage()));
		assert_eq!(Registry::by_account(&2).unwrap().battery, Some(BATTERY));
		assert_eq!(Registry::by_index(0).unwrap().battery, Some(BATTERY));
		assert_ok!(Registry::admit(operator(), 3, prosumer()));
		assert_eq!(Registry::by_index(1).unwrap().battery, None);
		// It is replaced by a larger one, and then there is something else behind the meter.
		let battery = Some(Battery { capacity: 20_000, ..BATTERY });
		assert_ok!(Registry::change(operator(), 0, NodeData { battery, ..storage() }));
		assert_eq!(Registry::by_index(0).unwrap().battery, battery);
		assert_ok!(Registry::change(operator(), 0, prosumer()));
		assert_eq!(Registry::by_index(0).unwrap().battery, None);
	});
}

#[test]
fn whoever_trades_as_nothing_but_storage_has_a_battery_and_nobody_else() {
	let flags = [false, true];
	for (consumer, prosumer, stores) in
		flags.iter().flat_map(|&a| flags.map(|b| flags.map(|c| (a, b, c))).concat())
	{
		for rest in [(false, false), (true, false), (false, true), (true, true)] {
			let roles = roles(consumer, prosumer, stores, rest);
			if roles.is_empty() {
				continue;
			}
			let with = NodeData { roles, ..storage() };
			let without = NodeData { battery: None, ..with };
			let (good, bad, error) = if stores && !consumer && !prosumer {
				(with, without, Error::<Test>::BatteryMissing)
			} else {
				(without, with, Error::<Test>::BatteryNotAlone)
			};
			run(|| {
				assert_noop!(Registry::admit(operator(), 2, bad), error);
				assert_ok!(Registry::admit(operator(), 2, good));
			});
		}
	}
}

#[test]
fn boundary_of_batteries() {
	let data = |battery| NodeData { battery: Some(battery), ..storage() };
	let least = Battery { capacity: 1, power: 1, efficiency_ppm: 1, initial: 0 };
	let most =
		Battery { capacity: MAX_ORDER, power: MAX_ORDER, efficiency_ppm: PPM, initial: MAX_ORDER };
	run(|| {
		assert_ok!(Registry::admit(operator(), 2, data(least)));
		assert_ok!(Registry::admit(operator(), 3, data(most)));
		assert_ok!(Registry::admit(operator(), 4, data(Battery { initial: 1, ..least })));
		for battery in [
			Battery { capacity: 0, ..least },
			Battery { power: 0, ..least },
			Battery { efficiency_ppm: 0, ..least },
			Battery { initial: 2, ..least },
			Battery { capacity: MAX_ORDER + 1, ..most },
			Battery { power: MAX_ORDER + 1, ..most },
			Battery { efficiency_ppm: PPM + 1, ..most },
			Battery { initial: MAX_ORDER + 1, ..most },
			Battery { capacity: u64::MAX, initial: u64::MAX, ..most },
		] {
			assert_noop!(
				Registry::admit(operator(), 5, data(battery)),
				Error::<Test>::BatteryInvalid
			);
		}
	});
}

#[test]
fn data_without_a_battery_parses_as_before() {
	// A preset from before there were batteries.
	let mut json = serde_json::to_value(prosumer()).unwrap();
	assert!(json.as_object_mut().unwrap().remove("battery").is_some());
	assert_eq!(serde_json::from_value::<NodeData>(json).unwrap(), prosumer());
	let json = serde_json::to_value(storage()).unwrap();
	assert_eq!(serde_json::from_value::<NodeData>(json).unwrap(), storage());
}

#[test]
fn no_node_has_the_index_at_the_end() {
	run(|| {
		assert_eq!(Registry::end(), 0);
		assert_ok!(Registry::admit(operator(), 2, storage()));
		assert_ok!(Registry::admit(operator(), 3, prosumer()));
		assert_eq!(Registry::end(), 2);
		// An index is not used again.
		assert_ok!(Registry::remove(operator(), 1));
		assert_eq!(Registry::end(), 2);
	});
}
