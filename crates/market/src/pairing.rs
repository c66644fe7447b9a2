// SPDX-License-Identifier: Apache-2.0

//! Algorithm 2 where demands prefer sellers.

use alloc::vec::Vec;

use crate::{
	choice::{Choice, Label, Preferences},
	clearing::Clearing,
	error::StepError,
	sweep::{Step, Sweep},
	transaction::{Leg, Transaction},
	units::{NodeIndex, Wh, payment},
};

/// Who sells to whom, where demands prefer sellers.
///
/// The transactions by first choices come first, then those by second ones, and so on; then those of the sweep. No two
/// of them are between the same two nodes, and there are at most `sellers + buyers - 1`, none of 0 Wh.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairing {
	/// The transactions.
	pub transactions: Vec<Transaction>,
	/// How many of them were made by first choices, by second ones, and so on, up to the last that made any.
	pub by_rank: Vec<u32>,
}

impl Pairing {
	/// By which of its buyer's choices, from 0 on, the transaction with this number was made; none if by the sweep.
	pub fn rank_of(&self, number: usize) -> Option<usize> {
		rank_of(&self.by_rank, number)
	}
}

/// By which choice, from 0 on, the transaction with this number was made, given how many each has made, in order; none
/// if by none of them.
pub fn rank_of(by_rank: &[u32], number: usize) -> Option<usize> {
	let mut end = 0_usize;
	by_rank.iter().position(|made| {
		end = end.saturating_add(*made as usize);
		number < end
	})
}

/// Notes one more transaction by a choice.
pub fn count_rank(by_rank: &mut Vec<u32>, rank: usize) {
	while by_rank.len() <= rank {
		by_rank.push(0);
	}
	if let Some(count) = by_rank.get_mut(rank) {
		*count = count.saturating_add(1);
	}
}

/// Energy that a buyer gets from a seller that it prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen {
	/// By which of its choices, from 0 on.
	pub rank: usize,
	/// The seller.
	pub seller: NodeIndex,
	/// The buyer.
	pub buyer: NodeIndex,
	/// Energy in Wh, above 0.
	pub energy: Wh,
}

/// Pairs buyers with sellers that they prefer, and leaves the rest in the legs. Both sides are in ascending order of
/// nodes.
///
/// All first choices come before all second ones, and so on. At each rank the buyers that have one take their turns, in an
/// order that is another one in each interval ([`Preferences::turn_of`]), and each takes what it still wants of the sellers
/// of its choice that have something left, in ascending order.
///
/// A transaction uses up a seller or a buyer, and a seller that is used up is passed over at most once for each of its
/// names: by node, bus and source. So with s sellers, b buyers and c choices it takes time in
/// `O((s + b + c) log (s + b + c))`: near-linear, and linear but for looking up names and ordering.
pub fn prefer(
	sellers: &mut [Leg],
	buyers: &mut [Leg],
	preferences: &Preferences<'_>,
) -> Vec<Chosen> {
	let choosers = buyers.iter().enumerate().filter(|(_, leg)| leg.energy > 0);
	let choosers = choosers.map(|(number, leg)| (number, preferences.of(leg.node)));
	let mut choosers: Vec<_> = choosers.filter(|(_, choices)| !choices.is_empty()).collect();
	let ranks = choosers.iter().map(|(_, choices)| choices.len()).max().unwrap_or(0);
	if ranks == 0 {
		return Vec::new();
	}
	let mut names = Names::new(sellers, preferences, choosers.iter().flat_map(|(_, of)| *of));
	let turn_of = |number: usize| buyers.get(number).map(|leg| preferences.turn_of(leg.node));
	choosers.sort_unstable_by_key(|(number, _)| turn_of(*number));
	let mut chosen = Vec::new();
	for rank in 0..ranks {
		for (buyer, choices) in &choosers {
			let (Some(buyer), Some(choice)) = (buyers.get_mut(*buyer), choices.get(rank)) else {
				continue;
			};
			while buyer.energy > 0 {
				let Some(seller) = names.next(choice, sellers).and_then(|n| sellers.get_mut(n))
				else {
					break;
				};
				let energy = seller.energy.min(buyer.energy);
				seller.energy = seller.energy.saturating_sub(energy);
				buyer.energy = buyer.energy.saturating_sub(energy);
				chosen.push(Chosen { rank, seller: seller.node, buyer: buyer.node, energy });
			}
		}
	}
	// Sellers ascend within a rank, so that who reads the transactions in order stays on few pages of nodes.
	chosen.sort_unstable_by_key(|of| (of.rank, of.seller, of.buyer));
	chosen
}

/// The sellers by what they may be called.
struct Names {
	buses: Group<u16>,
	sources: Group<u8>,
}

impl Names {
	/// Of sellers, as far as they are called so.
	fn new<'c>(
		sellers: &[Leg],
		preferences: &Preferences<'_>,
		choices: impl Iterator<Item = &'c Choice>,
	) -> Self {
		let (mut buses, mut sources) = (false, false);
		for choice in choices {
			buses |= matches!(choice, Choice::Bus(_));
			sources |= matches!(choice, Choice::Source(_));
		}
		let labels: Vec<Label> = if buses || sources {
			sellers.iter().map(|seller| preferences.label(seller.node)).collect()
		} else {
			Vec::new()
		};
		let labels = || labels.iter().zip(0_u32..);
		let buses = labels().filter_map(|(label, number)| Some((label.bus?, number)));
		let sources = labels().filter_map(|(label, number)| Some((label.source?, number)));
		Self { buses: Group::new(buses), sources: Group::new(sources) }
	}

	/// The number of the first seller of a choice that has something left.
	fn next(&mut self, choice: &Choice, sellers: &[Leg]) -> Option<usize> {
		match *choice {
			Choice::Node(node) => {
				let number = sellers.binary_search_by_key(&node, |seller| seller.node).ok()?;
				sellers.get(number).filter(|seller| seller.energy > 0).map(|_| number)
			},
			Choice::Bus(bus) => self.buses.next(bus, sellers),
			Choice::Source(source) => self.sources.next(source, sellers),
		}
	}
}

/// Sellers by a name that several may have.
struct Group<K> {
	/// The numbers of those with a name, by name, in ascending order.
	members: Vec<(K, u32)>,
	/// At the place of the first member with a name: the place to go on from, as those before have nothing left.
	places: Vec<u32>,
}

impl<K: Copy + Ord> Group<K> {
	fn new(members: impl Iterator<Item = (K, u32)>) -> Self {
		let mut members: Vec<_> = members.collect();
		members.sort_unstable();
		let places = (0..).take(members.len()).collect();
		Self { members, places }
	}

	fn next(&mut self, name: K, sellers: &[Leg]) -> Option<usize> {
		let first = self.members.partition_point(|(of, _)| *of < name);
		let place = self.places.get_mut(first)?;
		loop {
			let (of, number) = *self.members.get(*place as usize)?;
			if of != name {
				return None;
			}
			let number = number as usize;
			if sellers.get(number).is_some_and(|seller| seller.energy > 0) {
				return Some(number);
			}
			*place = place.saturating_add(1);
		}
	}
}

/// Pairs the legs of a cleared book, given in ascending order of nodes on either side: by preference, and the rest by the
/// [`Sweep`]. Without preferences it is the sweep alone.
///
/// Fails if the legs carry more or less than was traded.
pub fn pair_legs(
	clearing: &Clearing,
	mut sellers: Vec<Leg>,
	mut buyers: Vec<Leg>,
	preferences: &Preferences<'_>,
) -> Result<Pairing, StepError> {
	let chosen = prefer(&mut sellers, &mut buyers, preferences);
	let price = clearing.price.unwrap_or(0);
	let mut pairing = Pairing::default();
	let mut paired: Wh = 0;
	for Chosen { rank, seller, buyer, energy } in chosen {
		paired = paired.saturating_add(energy);
		count_rank(&mut pairing.by_rank, rank);
		let payment = payment(energy, price);
		pairing.transactions.push(Transaction { seller, buyer, energy, price, payment });
	}
	let mut sweep = Sweep::of_rest(clearing, paired)?;
	let (mut sellers, mut buyers) = (sellers.into_iter(), buyers.into_iter());
	while let Step::Transaction(transaction) = sweep.step(&mut sellers, &mut buyers)? {
		pairing.transactions.push(transaction);
	}
	if sellers.chain(buyers).any(|leg| leg.energy > 0) {
		return Err(StepError::Uneven);
	}
	sweep.finish()?;
	Ok(pairing)
}
