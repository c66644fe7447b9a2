// SPDX-License-Identifier: Apache-2.0

//! The cases of `vectors/peer_clearing.csv`, in Wh and thousandths of a price.

/// A case and what must come out of it.
#[derive(Debug)]
pub struct Case {
	pub id: &'static str,
	pub demands: Vec<u64>,
	/// Capacity and ask.
	pub offers: Vec<(u64, u64)>,
	/// The price where supply falls short.
	pub scarcity_price: u64,
	pub price: u64,
	pub volume: u64,
}

impl Case {
	pub const ALPHA_PPM: u32 = 500_000;

	/// A time-of-use price that caps the price where the case wants it. With peers asks at the cap may
	/// trade, so `alpha * tou` is half above it; and where nothing is scarce, peers have no cap on asks.
	pub fn tou(&self) -> u64 {
		let supply: u64 = self.offers.iter().map(|(capacity, _)| capacity).sum();
		let scarce = supply < self.demands.iter().sum();
		let dearest = self.offers.iter().map(|&(_, ask)| ask).max().unwrap_or(0);
		let cap = if scarce { self.scarcity_price } else { self.scarcity_price.max(dearest) };
		2 * cap + 1
	}
}

/// All cases.
pub fn cases() -> Vec<Case> {
	let rows = include_str!("../vectors/peer_clearing.csv").lines().skip(1);
	let cases: Vec<Case> = rows.map(case).collect();
	assert_eq!(cases.len(), 19);
	cases
}

fn case(row: &'static str) -> Case {
	let [
		id,
		_source,
		demands,
		offers,
		scarcity_price,
		peer_price,
		peer_volume,
		price,
		volume,
		note,
	] = row.splitn(10, ',').collect::<Vec<_>>().try_into().unwrap();
	let offer = |offer: &str| {
		let (capacity, ask) = offer.split_once('@').unwrap();
		(thousandths(capacity), thousandths(ask))
	};
	let as_peer = [price, volume].map(thousandths) == [peer_price, peer_volume].map(thousandths);
	assert_eq!(as_peer, note.is_empty(), "{id}: a note says why we differ from the peer");
	Case {
		id,
		demands: demands.split(' ').map(thousandths).collect(),
		offers: offers.split(' ').map(offer).collect(),
		scarcity_price: thousandths(scarcity_price),
		price: thousandths(price),
		volume: thousandths(volume),
	}
}

/// `2.5` as 2500.
pub fn thousandths(decimal: &str) -> u64 {
	let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, "0"));
	let digits = format!("{whole}{fraction:0<3}");
	digits.parse().unwrap()
}
