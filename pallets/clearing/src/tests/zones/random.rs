// SPDX-License-Identifier: Apache-2.0

//! Random grids and books, over several rounds.

use super::*;

/// Lines, and the limits that they have.
type Lines = Vec<(u16, u64, u64)>;
/// Side, energy, price and bus of a node's order.
type Posted = (bool, Wh, Option<u64>, Bus);

fn lines() -> impl Strategy<Value = Lines> {
	let limit = prop_oneof![4 => 0..400_u64, 2 => 0..5_000_u64, 1 => Just(Line::NO_LIMIT)];
	vec((any::<u16>(), limit.clone(), limit), 1..40)
}

fn feeder_of(lines: &Lines) -> Feeder {
	let line = |(bus, (parent, import, export)): (u16, &(u16, u64, u64))| Line {
		parent: parent % bus,
		import: *import,
		export: *export,
	};
	Feeder::new(&(1..).zip(lines).map(line).collect::<Vec<_>>()).unwrap()
}

fn books(pages: u32, most: usize) -> impl Strategy<Value = BTreeMap<NodeIndex, Posted>> {
	let nodes = pages * PAGE_ROWS;
	let energy = prop_oneof![3 => 1..=4_u64, 5 => 1..=600_u64, 1 => 1..=1_000_000_u64];
	// Few different prices, so that many share.
	let price = prop_oneof![3 => (0..6_u64).prop_map(Some), 2 => any::<u64>().prop_map(Some), 3 => Just(None)];
	let node = prop_oneof![0..nodes, select(vec![0, 127, 128, nodes - 1])];
	btree_map(node, (any::<bool>(), energy, price, any::<u16>()), 0..=most)
}

fn play(lines: &Lines, rounds: &[BTreeMap<NodeIndex, Posted>], pace: Pace) {
	run(|| {
		let interval = FIRST_ROUND + rounds.len() as u32 + 1;
		let feeder = feeder_of(lines);
		Feeders::set(interval, &feeder);
		for orders in rounds {
			for (node, (sells, energy, price, bus)) in orders.clone() {
				let price = price.map(|price| 60_001 + price % 119_999);
				let order = match sells {
					true => offer(energy, price.unwrap_or(60_001)),
					false => Order::Demand { quantity: energy, limit: price },
				};
				// Some hang nowhere.
				Market::hang(interval, node, bus % (feeder.buses() as u16 + 1));
				Market::post(interval, node, order);
			}
			let before = BeforeOnGrid::now(interval);
			clear_round(pace);
			before.check();
		}
		// The last round, in which nobody posts.
		let any = !Market::pages().is_empty();
		let before = BeforeOnGrid::now(interval);
		clear_round(pace);
		before.check();
		rights::check(interval, any);
		let positions = Market::positions();
		let cost: u128 = positions.values().map(|row| row.cost).sum();
		let revenue: u128 = positions.values().map(|row| row.revenue).sum();
		assert_eq!(cost - revenue, ForwardMarket::rent(interval));
	});
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn the_chain_clears_as_the_grid_crate_does(
		lines in lines(),
		rounds in vec(books(8, 150), 1..=3),
	) {
		play(&lines, &rounds, Pace::Whole);
	}

	#[test]
	fn blocks_of_any_size_do_not_change_it(
		lines in lines(),
		rounds in vec(books(5, 120), 1..=3),
		budget in 0..400_000_u64,
	) {
		play(&lines, &rounds, Pace::Limit(budget));
	}

	#[test]
	fn a_block_after_every_step_does_not_change_it(
		lines in lines(),
		rounds in vec(books(4, 80), 1..=3),
	) {
		play(&lines, &rounds, Pace::Steps);
	}
}
