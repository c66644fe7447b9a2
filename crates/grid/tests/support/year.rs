// SPDX-License-Identifier: Apache-2.0

//! Quarter hours of a feeder whose nodes all take part: what they trade, what lines limit of that, and how much of what
//! is left over they would let through to the utility.

use gridmerit_grid::{Bus, Feeder, Line, Located, clear, verify};
use gridmerit_market::{Book, Demand, Limits, Offer, Price, Rules, Wh};

/// A feeder with its nodes. The line of bus b is `lines[b - 1]`, and its parent has a lower number.
pub struct Grid {
	pub lines: Vec<Line>,
	/// Where each node hangs, and what it asks for if it has anything to sell.
	pub nodes: Vec<(Bus, Price)>,
	pub limits: Limits,
}

/// A line's year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Use {
	/// Quarter hours in which what neighbours trade fills it.
	pub full: u64,
	/// Those in which it would carry more than its limit away from its bus if all surplus is fed in.
	pub over: u64,
	/// Those in which it lacks room for firm demand, which the utility serves.
	pub lacking: u64,
	/// The most that it would carry either way, all surplus fed in and all demand served.
	pub most: Wh,
	/// What cannot be fed in because of it.
	pub cut: Wh,
}

/// What quarter hours come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Year {
	pub quarters: u64,
	pub surplus: Wh,
	pub demand: Wh,
	pub traded: Wh,
	/// Quarter hours in which neighbours had more than one price.
	pub parted: u64,
	/// Those in which trade fills any line, any lacks room for demand, and not all can be fed in.
	pub full: u64,
	pub lacking: u64,
	pub cut: u64,
	/// By line.
	pub lines: Vec<Use>,
	/// The quarter hour in which least of what is to be fed in fits, and by how much.
	pub worst: Option<(u64, Wh)>,
}

impl Year {
	/// Adds a quarter hour: `net` is what each node has left over, or lacks, in Wh.
	pub fn add(&mut self, grid: &Grid, net: &[i64]) {
		assert_eq!(net.len(), grid.nodes.len());
		let (mut demands, mut offers) = (Vec::new(), Vec::new());
		let (mut buyers, mut sellers) = (Vec::new(), Vec::new());
		for (node, ((bus, ask), net)) in (0..).zip(grid.nodes.iter().zip(net)) {
			let energy = net.unsigned_abs();
			if *net < 0 {
				demands.push(Demand { node, quantity: energy, limit: None });
				buyers.push(*bus);
			} else if *net > 0 {
				offers.push(Offer { node, capacity: energy, ask: *ask });
				sellers.push(*bus);
			}
		}
		let feeder = Feeder::new(&grid.lines).unwrap();
		let book = Book::new(&demands, &offers).unwrap();
		let book = Located::new(&feeder, book, &buyers, &sellers).unwrap();
		let rules = Rules { limits: grid.limits, turn: self.quarters as u32 };
		let outcome = clear(&feeder, book, &rules).unwrap();
		verify(&feeder, book, &rules, &outcome).unwrap();

		self.lines.resize(grid.lines.len(), Use::default());
		let number = self.quarters;
		self.quarters += 1;
		self.surplus += offers.iter().map(|offer| offer.capacity).sum::<Wh>();
		self.demand += demands.iter().map(|demand| demand.quantity).sum::<Wh>();
		self.traded += outcome.sold.iter().sum::<Wh>();
		let mut prices: Vec<_> = outcome.zones.iter().filter_map(|zone| zone.price).collect();
		prices.sort_unstable();
		prices.dedup();
		self.parted += u64::from(prices.len() > 1);
		let (mut full, mut lacking) = (false, false);
		for ((line, own), flow) in grid.lines.iter().zip(&mut self.lines).zip(&outcome.flows[1..]) {
			let limit = if flow.traded < 0 { line.import } else { line.export };
			let is_full = flow.traded != 0 && flow.traded.unsigned_abs() == limit;
			own.full += u64::from(is_full);
			own.lacking += u64::from(flow.lacking > 0);
			full |= is_full;
			lacking |= flow.lacking > 0;
		}
		self.full += u64::from(full);
		self.lacking += u64::from(lacking);

		// What each bus still has, and what it gives to the others or gets from them and from the utility.
		let mut left = vec![0; feeder.buses()];
		let mut base = vec![0; feeder.buses()];
		for ((offer, bus), sold) in offers.iter().zip(&sellers).zip(&outcome.sold) {
			left[usize::from(*bus)] += offer.capacity as i64 - *sold as i64;
			base[usize::from(*bus)] += *sold as i64;
		}
		for (demand, bus) in demands.iter().zip(&buyers) {
			base[usize::from(*bus)] -= demand.quantity as i64;
		}
		let cut = self.feed_in(grid, left, base);
		self.cut += u64::from(cut > 0);
		if cut > self.worst.map_or(0, |(_, most)| most) {
			self.worst = Some((number, cut));
		}
	}

	/// Feeds in what buses have `left`, as far as it fits over what the lines carry anyway, `base` by bus; what does not
	/// fit. A tree: the most that passes a line is what comes from behind it, up to its room.
	fn feed_in(&mut self, grid: &Grid, mut left: Vec<i64>, mut base: Vec<i64>) -> Wh {
		let mut all = left.clone();
		let mut cut = 0;
		for (place, line) in grid.lines.iter().enumerate().rev() {
			let (bus, parent) = (place + 1, usize::from(line.parent));
			let own = &mut self.lines[place];
			assert!(parent < bus);
			let carries = base[bus] + all[bus];
			own.most = own.most.max(carries.unsigned_abs());
			own.over += u64::from(carries > line.export as i64);
			let fits = left[bus].min(line.export as i64 - base[bus]);
			own.cut += (left[bus] - fits) as Wh;
			cut += (left[bus] - fits) as Wh;
			left[parent] += fits;
			all[parent] += all[bus];
			base[parent] += base[bus];
		}
		cut
	}
}
