// SPDX-License-Identifier: Apache-2.0

//! A storage node that posts, trades, cancels and is metered at random, against an independent history of
//! its battery.

use super::*;
use frame_support::storage::with_storage_layer;
use gridmerit_energy::{Charge, Metered};
use post::storage::{ACCOUNT, buy, charged, post_all, sell};
use proptest::{
	collection::{btree_map, vec},
	prelude::*,
	sample::select,
};
use std::collections::BTreeMap;

/// What the storage node's battery says to a schedule: a history of each interval from the beginning, in
/// the numbers of [`BATTERY`].
pub fn judge(orders: &[(Interval, Option<Order>)]) -> Result<(), Error<Test>> {
	if orders.iter().any(|(interval, _)| start(*interval) <= ForwardMarket::millis()) {
		return Err(Error::IntervalNotOpen);
	}
	let Charge { energy, from, metered } = ForwardMarket::charge_of(STORAGE, &BATTERY);
	let open: BTreeMap<_, _> = ForwardMarket::orders_of(STORAGE).into_iter().collect();
	let metered: BTreeMap<_, _> = metered.into_iter().collect();
	let named: BTreeMap<_, _> = orders.iter().copied().collect();
	let end = ForwardMarket::interval_now() + 20;
	let net = |interval, order: Option<&Order>| {
		let Position { bought, sold, .. } = ForwardMarket::position(interval, STORAGE);
		let traded = bought as i64 - sold as i64;
		match order {
			None => traded,
			Some(Order::Demand { quantity, .. }) => traded + *quantity as i64,
			Some(Order::Offer { capacity, .. }) => traded - *capacity as i64,
		}
	};
	let stored = |net: i64| if net > 0 { net * 9 / 10 } else { net };
	let (mut before, mut after) = (energy as i64, energy as i64);
	for interval in from..end {
		let (without, with) = if let Some(Metered { import, export }) = metered.get(&interval) {
			let change = stored(*import as i64) - *export as i64;
			(change, change)
		} else {
			let open = open.get(&interval);
			let (before, after) = match named.get(&interval) {
				None => (open, open),
				Some(Some(order)) => (open, Some(order)),
				// Taken back, as if it had been cancelled before.
				Some(None) => (None, None),
			};
			let (without, with) = (net(interval, before), net(interval, after));
			if with > without.max(100) || with < without.min(-100) {
				return Err(Error::AbovePower);
			}
			(stored(without), stored(with))
		};
		if after + with < 0.min(before + without) {
			return Err(Error::BatteryEmpty);
		}
		if after + with > 300.max(before + without) {
			return Err(Error::BatteryFull);
		}
		before = (before + without).clamp(0, 300);
		after = (after + with).clamp(0, 300);
	}
	Ok(())
}

/// Settles what the storage node has traded in intervals before `first`, with so much more or less metered;
/// `for_good` all that was ever settled.
pub fn settle(first: Interval, off: i64, for_good: bool) {
	let Charge { mut energy, mut from, mut metered } = ForwardMarket::charge_of(STORAGE, &BATTERY);
	for (interval, _) in World::locks(STORAGE).into_iter().filter(|(other, _)| *other < first) {
		World::set_lock(STORAGE, interval, None);
		let Position { bought, sold, .. } = ForwardMarket::position(interval, STORAGE);
		let net = bought as i64 - sold as i64 + off;
		let reading = Metered { import: net.max(0) as Wh, export: (-net).max(0) as Wh };
		metered.push((interval, reading));
	}
	if for_good && from < first {
		for (_, Metered { import, export }) in metered.drain(..) {
			energy = (energy + import * 9 / 10).min(300 + export).saturating_sub(export);
		}
		from = first;
	}
	World::set_charge(STORAGE, Charge { energy, from, metered });
}

/// What happens to a storage node, with intervals as distances from the round.
#[derive(Clone, Debug)]
enum Step {
	/// Orders, or none to take one back.
	Post(BTreeMap<u32, Option<(bool, Wh)>>),
	Cancel(u32),
	/// Time goes on by so many intervals, and the round stays open.
	Halt(u64),
	/// The round clears: what of each order fills, in quarters.
	Clear(Vec<u8>),
	/// What is over is settled, with so much more or less metered; whether for good.
	Settle(i64, bool),
}

fn quantity() -> impl Strategy<Value = Wh> {
	select(vec![10, 11, 20, 37, 50, 50, 90, 99, 100, 101, 180])
}

fn step() -> impl Strategy<Value = Step> {
	let order = prop_oneof![6 => (any::<bool>(), quantity()).prop_map(Some), 1 => Just(None)];
	let orders = btree_map(1_u32..5, order, 1..5);
	prop_oneof![
		12 => orders.prop_map(Step::Post),
		1 => (1_u32..5).prop_map(Step::Cancel),
		1 => (1_u64..3).prop_map(Step::Halt),
		6 => vec(0_u8..5, 1..6).prop_map(Step::Clear),
		3 => (select(vec![0_i64, 0, -30, 30, -200, 200]), any::<bool>())
			.prop_map(|(off, for_good)| Step::Settle(off, for_good)),
	]
}

fn take(step: Step) {
	let number = round().number;
	match step {
		Step::Post(orders) => {
			let order = |(buys, quantity)| if buys { buy(quantity) } else { sell(quantity) };
			let orders: Vec<_> = orders
				.into_iter()
				.map(|(ahead, wanted)| (number + ahead, wanted.map(order)))
				.collect();
			// There must be something to take back: an order, or more locked than the position needs.
			let found = with_storage_layer(|| post_all(&orders));
			if found == Err(Error::<Test>::NoOrder.into()) {
				let none = |(interval, wanted): &(Interval, Option<Order>)| {
					wanted.is_none() && super::order(STORAGE, *interval).is_none()
				};
				assert!(orders.iter().any(none));
				return;
			}
			let expected = judge(&orders).map_err(DispatchError::from);
			assert_eq!(found, expected);
			if expected.is_ok() {
				// Once more changes nothing.
				assert!(judge(&orders).is_ok());
			}
		},
		Step::Cancel(ahead) => {
			let intervals = vec![number + ahead].try_into().unwrap();
			let cancel = || ForwardMarket::cancel(Origin::signed(ACCOUNT), intervals);
			let _ = with_storage_layer(cancel);
		},
		Step::Halt(intervals) => World::set_now(ForwardMarket::millis() + intervals * LENGTH),
		Step::Clear(quarters) => {
			System::set_block_number(System::block_number() + 1);
			World::set_now(ForwardMarket::millis().max(round().gate));
			clear(|interval, _, order| {
				let part = u64::from(quarters[interval as usize % quarters.len()]).min(4);
				match order {
					Order::Demand { quantity: energy, .. }
					| Order::Offer { capacity: energy, .. } => (energy * part / 4, 100),
				}
			});
			// There is no room for many that are not settled.
			if World::locks(STORAGE).len() + 5 > MAX_OPEN as usize {
				settle(round().number, 0, false);
			}
		},
		Step::Settle(off, for_good) => settle(number, off, for_good),
	}
}

/// What happens in a round: what is posted, one after the other, whether what is over is settled, and
/// whether for good.
type Happens = (Vec<(u32, bool, Wh)>, bool, bool);

fn happens() -> impl Strategy<Value = Happens> {
	(vec((1_u32..5, any::<bool>(), quantity()), 0..6), any::<bool>(), any::<bool>())
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(200))]

	/// Whatever was traded, metered and cancelled before.
	#[test]
	fn the_charge_is_what_an_independent_history_says(steps in vec(step(), 1..60)) {
		run_round(|| {
			MinRoundBlocks::set(&1);
			charged(120, T, &[]);
			for step in steps {
				take(step);
				ForwardMarket::do_try_state().unwrap();
			}
		});
	}

	/// A battery that does just what it has traded, if all that it orders trades, is never asked for what
	/// it has not.
	#[test]
	fn what_is_promised_can_be_done(rounds in vec(happens(), 1..30)) {
		run_round(|| {
			let (mut energy, mut done) = (120_i64, T);
			charged(120, T, &[]);
			for (orders, settled, for_good) in rounds {
				for (ahead, buys, quantity) in orders {
					let order = if buys { buy(quantity) } else { sell(quantity) };
					let _ = post_all(&[(round().number + ahead, Some(order))]);
				}
				close();
				clear(|_, _, order| match order {
					Order::Demand { quantity: energy, .. } | Order::Offer { capacity: energy, .. } => {
						(energy, 100)
					},
				});
				// It does what it has traded in the interval that is over.
				while done < round().number {
					let Position { bought, sold, .. } = ForwardMarket::position(done, STORAGE);
					let net = bought as i64 - sold as i64;
					energy += if net > 0 { net * 9 / 10 } else { net };
					assert!((0..=300).contains(&energy), "promised the impossible");
					done += 1;
				}
				if settled || World::locks(STORAGE).len() + 5 > MAX_OPEN as usize {
					settle(done, 0, for_good);
				}
			}
		});
	}
}
