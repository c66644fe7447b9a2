// SPDX-License-Identifier: Apache-2.0

//! Whoever shares by the uniform rule gains nothing by asking for more, or less, than it wants.

use fastrand::Rng;
use gridmerit_energy::Order;

use super::*;

/// What the first account gets if it posts so much, and nobody else lies.
fn gets(rule: Rule, hour: &Hour, quantity: Wh) -> Wh {
	let mut accounts = hour.accounts.clone();
	match &mut accounts[0].order {
		Order::Demand { quantity: posted, .. } => *posted = quantity,
		Order::Offer { capacity, .. } => *capacity = quantity,
	}
	rule.clear(&hour.with(accounts)).unwrap()[0].energy
}

/// Buyers in scarcity, and sellers at one ask that are more than enough; at another turn each time.
fn books(rng: &mut Rng) -> [Hour; 2] {
	let mut orders: Vec<Wh> = (0..rng.usize(2..20)).map(|_| rng.u64(1..5_000)).collect();
	let other = rng.u64(1..orders.iter().sum());
	let buyers = orders.iter().map(|energy| needs(*energy));
	let scarce: Vec<_> = buyers.chain([has(other, 90_000)]).collect();
	let sellers = orders.drain(..).map(|energy| has(energy, 90_000));
	let plenty: Vec<_> = sellers.chain([needs(other)]).collect();
	let turn = rng.u32(0..1_000);
	[scarce, plenty].map(|truths| Hour { interval: turn, ..hour(&truths) })
}

/// Whether posting something else gets the first account closer to what it wants by more than a Wh.
fn pays(rule: Rule, hour: &Hour, quantity: Wh) -> bool {
	let wants = hour.accounts[0].order.quantity();
	let honest = gets(rule, hour, wants);
	gets(rule, hour, quantity).min(wants) > honest + 1
}

#[test]
fn no_other_quantity_gets_more_than_a_wh_more() {
	let mut rng = Rng::with_seed(33);
	let mut pro_rata = 0;
	for _ in 0..5_000 {
		let books = books(&mut rng);
		// As far as sellers at one ask are enough whatever one of them posts.
		for (hour, most) in books.iter().zip([20_000, 5_000]) {
			let quantity = rng.u64(1..most);
			assert!(!pays(Rule::Uniform, hour, quantity), "{quantity} {hour:?}");
			pro_rata += u32::from(pays(Rule::ProRata, hour, quantity));
		}
	}
	assert!(pro_rata > 3_000, "{pro_rata}");
}

#[test]
fn a_second_meter_gets_a_second_share() {
	let hour = hour(&[needs(600), needs(600), has(600, 90_000)]);
	let alone = Rule::Uniform.clear(&hour).unwrap();
	assert_eq!(alone[0].energy, 300);
	let split = hour.with(Step::Split.taken(&hour, &[0]));
	let fills = Rule::Uniform.clear(&split).unwrap();
	// 300, 600 and 300 share 600.
	assert_eq!(fills[0].energy + fills[3].energy, 400);
	let fills = Rule::ProRata.clear(&split).unwrap();
	assert_eq!(fills[0].energy + fills[3].energy, 300);
}
