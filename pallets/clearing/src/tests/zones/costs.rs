// SPDX-License-Identifier: Apache-2.0

//! What steps and states on a grid cost, and how large they get.

use super::*;

/// Without a grid the mechanism is merit order: what it may cost and what is stored, but for a byte, is the same.
#[test]
fn without_a_grid_it_costs_what_merit_order_does() {
	run(|| {
		assert_eq!(<OnGrid as Mechanism<Test>>::begin_weight(), Weight::zero());
		assert_eq!(<OnGrid as Mechanism<Test>>::most_state_weight(), Weight::zero());
		let worst = <OnGrid as Mechanism<Test>>::worst_of_all();
		assert_eq!(worst, <MeritOrder as Mechanism<Test>>::worst_of_all());
		assert_eq!(Clear::revert_weight(), Simple::prune());
		let rules = ForwardMarket::rules(INTERVAL).unwrap();
		let plain = <MeritOrder as Mechanism<Test>>::begin(INTERVAL, &rules);
		let wrapped = <OnGrid as Mechanism<Test>>::begin(INTERVAL, &rules);
		assert_eq!(wrapped.encode()[1..], plain.encode());
	});
}

/// Where there can be a grid, but there are no lines, each block costs what it does on a chain that has none, but for the
/// look at each interval; and so does pruning.
#[test]
fn a_grid_without_lines_costs_what_none_does() {
	let blocks = |grid: bool| {
		let mut used = Vec::new();
		run(|| {
			if grid {
				Feeders::allow();
			}
			assert_eq!(gridmerit_pallet_support::has_grid::<Feeders>(), grid);
			post_town(INTERVAL, &Feeder::new(&[]).unwrap(), 300);
			Market::close();
			while Market::is_closed() {
				used.push(poll_once());
				assert_eq!(Resuming::<Test>::get(), None);
			}
			Market::remember_from(INTERVAL + 1);
			let mut meter = frame_support::weights::WeightMeter::new();
			Clear::prune(&mut meter);
			used.push(meter.consumed());
		});
		used
	};
	let (with, without) = (blocks(true), blocks(false));
	assert_eq!(with.len(), without.len());
	let looks = with.iter().zip(&without).filter(|(with, without)| with != without);
	let looks: Vec<_> = looks.map(|(with, without)| *with - *without).collect();
	assert_eq!(looks, [Feeders::look(); WINDOWS as usize]);
}

/// What is kept between blocks is charged to those blocks that have to read it, by the buses that its interval has.
#[test]
fn what_is_kept_costs_as_much_as_its_grid_is_large() {
	run(|| {
		let feeder = ieee33(|_| 700);
		Feeders::set(INTERVAL, &feeder);
		post_town(INTERVAL, &feeder, 450);
		post_another();
		Market::close();
		let mut charged = 0;
		while Market::is_closed() {
			let due = Resuming::<Test>::get();
			let kept = Cursor::<Test>::get();
			let on_grid = kept.as_ref().is_some_and(|cursor| {
				let Stage::Clear { state: OnGridStage::Zones(stage), .. } = &cursor.stage else {
					return false;
				};
				!matches!(stage, ZonesStage::Open { .. })
			});
			assert_eq!(due.is_some(), on_grid);
			if let Some(due) = due {
				charged += 1;
				let kept = kept.unwrap().stage.encoded_size() as u64;
				assert!(kept <= due.proof_size() && due.proof_size() < 40_000, "{kept} {due:?}");
				// Not even a block without room for a step may read it for less.
				assert_eq!(poll(Simple::poll().saturating_add(due) - weight(1)), Simple::poll());
				assert_eq!(
					poll(Simple::poll().saturating_add(due)),
					Simple::poll().saturating_add(due)
				);
			}
			poll_once();
		}
		assert!(charged > 5);
		assert_eq!(Resuming::<Test>::get(), None);
	});
}

/// A chain that can have few lines needs less of a block than one that can have many.
#[test]
fn room_is_kept_for_as_many_buses_as_the_chain_can_have() {
	run(|| {
		Feeders::allow();
		let most = |buses: u32| {
			MaxBuses::set(&buses);
			(
				Clear::largest_step().proof_size(),
				<OnGrid as Mechanism<Test>>::most_state_weight().proof_size(),
			)
		};
		let ((few, few_kept), (many, many_kept)) = (most(512), most(MAX_BUSES));
		assert!(few_kept < many_kept / 3 && few_kept < 330_000, "{few_kept} {many_kept}");
		assert!(many - few >= many_kept - few_kept);
		<Clear as frame_support::traits::Hooks<_>>::integrity_test();
	});
}

#[test]
#[should_panic = "a grid can have more buses than the clearing has room for"]
fn a_runtime_with_more_buses_than_can_clear_is_refused() {
	run(|| {
		Feeders::allow();
		MaxBuses::set(&(MAX_BUSES + 1));
		<Clear as frame_support::traits::Hooks<_>>::integrity_test();
	});
}

/// On a star, each line of which is full, every bus is a zone.
fn largest() -> (Feeder, Vec<Demand>, Vec<Offer>, Vec<Bus>, Vec<Bus>) {
	let lines: Vec<_> = (1..MAX_BUSES)
		.map(|bus| Line { parent: 0, import: u64::from(bus), export: u64::from(bus) })
		.collect();
	let feeder = Feeder::new(&lines).unwrap();
	let demands = vec![Demand { node: 0, quantity: 1 << 39, limit: None }];
	let offers: Vec<_> = (1..MAX_BUSES)
		.map(|node| Offer {
			node,
			capacity: (1 << 39) - u64::from(node),
			ask: 60_001 + u64::from(node),
		})
		.collect();
	let sellers = (1..MAX_BUSES).map(|bus| bus as Bus).collect();
	(feeder, demands, offers, vec![0], sellers)
}

#[test]
fn the_largest_states_are_as_large_as_they_say() {
	let (feeder, demands, offers, buyers, sellers) = largest();
	let book = Located::new(&feeder, Book::new(&demands, &offers).unwrap(), &buyers, &sellers);
	let rules = Rules { limits: usual_limits(), turn: u32::MAX };
	let mut search = ZoneSearch::new(&feeder, &rules.limits);
	let most = Stored::<ZoneSearch>::max_encoded_len();
	assert!(search.encoded_size() <= most);
	search.page(&feeder, book.unwrap()).unwrap();
	let zones = search.end_pass(&feeder).unwrap().unwrap();
	assert_eq!(zones.zones().len(), MAX_BUSES as usize);
	let filling = ZoneFilling::new(&feeder, &zones, &rules).unwrap();
	let legs = vec![(1, 1); zones.zones().len()];
	let mut sweep = gridmerit_grid::ZoneSweep::new(&feeder, zones.zones(), &legs).unwrap();
	// It has entered all zones, and waits with a lot of each.
	while let Ok(Some(_)) = sweep.step(|_, number| {
		Some(gridmerit_market::Leg { node: number, energy: u64::from(number == 0) })
	}) {}
	for (size, what) in [
		(feeder.encoded_size(), "feeder"),
		(zones.encoded_size(), "zones"),
		(filling.encoded_size(), "filling"),
		(sweep.encoded_size(), "sweep"),
	] {
		assert!(size <= most, "{what}: {size} of {most} bytes");
	}
	let cursor = RoundCursor::<OnGridStage>::max_encoded_len();
	assert!(cursor < 2 << 20, "{cursor} bytes");
}

/// A search between two passes: more orders than it keeps one by one.
#[test]
fn a_search_between_passes_is_small() {
	let (feeder, ..) = largest();
	let rules = Rules { limits: usual_limits(), turn: 0 };
	let mut search = ZoneSearch::new(&feeder, &rules.limits);
	let offers: Vec<_> = (0..140_000)
		.map(|node| Offer { node, capacity: 1_000, ask: 60_001 + scattered(node) % 119_000 })
		.collect();
	let sellers: Vec<_> = offers.iter().map(|row| (row.node % MAX_BUSES) as Bus).collect();
	let demands: Vec<_> =
		(140_000..150_000).map(|node| Demand { node, quantity: 9_000, limit: None }).collect();
	let buyers: Vec<_> = demands.iter().map(|row| (row.node % MAX_BUSES) as Bus).collect();
	let book = Book::new(&demands, &offers).unwrap();
	let book = Located::new(&feeder, book, &buyers, &sellers).unwrap();
	for _ in 0..5 {
		search.page(&feeder, book).unwrap();
		let found = search.end_pass(&feeder).unwrap();
		assert!(search.encoded_size() <= Stored::<ZoneSearch>::max_encoded_len());
		if found.is_some() {
			return;
		}
	}
	panic!("it does not end");
}
