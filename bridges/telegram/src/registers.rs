// SPDX-License-Identifier: Apache-2.0

//! Which registers make up all energy of a direction, each Wh counted once.

use std::collections::{BTreeMap, BTreeSet};

use crate::{energy::Energy, fault::Fault, obis::Obis};

/// Which way energy flows, seen from the grid's connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
	/// Drawn from the grid.
	Import,
	/// Fed in.
	Export,
}

impl Direction {
	/// Its group C.
	pub fn group(self) -> u8 {
		match self {
			Self::Import => 1,
			Self::Export => 2,
		}
	}
}

/// The energy registers of a telegram.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registers(BTreeMap<Obis, Energy>);

impl Registers {
	/// Takes a register in, if it is of energy of all phases as it stands now; others do not count.
	pub fn add(&mut self, name: Obis, value: Energy) -> Result<(), Fault> {
		if !name.counts() {
			return Ok(());
		}
		match self.0.insert(name, value) {
			Some(before) if before != value => Err(Fault::Twice(name)),
			_ => Ok(()),
		}
	}

	/// Whether there is none.
	pub fn is_empty(&self) -> bool {
		self.0.is_empty()
	}

	/// A register.
	pub fn get(&self, name: Obis) -> Option<Energy> {
		self.0.get(&name).copied()
	}
}

/// Which registers a direction is counted by. Once chosen it is kept: a total that turns up later is not the sum
/// of the tariffs to the digit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Basis {
	/// The register of the total.
	Total(Obis),
	/// The registers of the tariffs, all of them.
	Tariffs(BTreeSet<Obis>),
}

impl Basis {
	/// The names of its registers.
	pub fn names(&self) -> Vec<Obis> {
		match self {
			Self::Total(name) => vec![*name],
			Self::Tariffs(names) => names.iter().copied().collect(),
		}
	}

	/// That of these registers of one direction.
	pub fn of_names(names: &[Obis]) -> Option<Self> {
		match names {
			[] => None,
			[name] if name.0[4] == 0 => Some(Self::Total(*name)),
			names => Some(Self::Tariffs(names.iter().copied().collect())),
		}
	}
}

/// All energy that a meter has counted in a direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
	/// So much.
	pub energy: Energy,
	/// By these registers.
	pub basis: Basis,
}

impl Total {
	/// The total, or where there is none the sum of the tariffs; nothing if a telegram has neither.
	pub fn find(registers: &Registers, direction: Direction) -> Result<Option<Self>, Fault> {
		let of = |total: bool| {
			registers.0.iter().filter(move |(name, _)| {
				name.tariff(direction.group()).is_some_and(|tariff| (tariff == 0) == total)
			})
		};
		let mut totals = of(true);
		if let Some((name, energy)) = totals.next() {
			// On two channels: of two lines, and nothing says which.
			if let Some((other, _)) = totals.next() {
				return Err(Fault::Format(format!("both {name} and {other} are totals")));
			}
			return Ok(Some(Self { energy: *energy, basis: Basis::Total(*name) }));
		}
		let names: BTreeSet<_> = of(false).map(|(name, _)| *name).collect();
		if names.is_empty() {
			return Ok(None);
		}
		if names.first().map(|name| name.0[1]) != names.last().map(|name| name.0[1]) {
			return Err(Fault::Format("tariffs are on two channels".into()));
		}
		Self::sum(registers, names).map(Some)
	}

	/// By the registers that were counted before. A tariff that is new joins them; one that is missing is an error,
	/// as the sum would run back.
	pub fn by(basis: &Basis, registers: &Registers, direction: Direction) -> Result<Self, Fault> {
		match basis {
			Basis::Total(name) => {
				let energy = registers.get(*name).ok_or(Fault::Missing(*name))?;
				Ok(Self { energy, basis: basis.clone() })
			},
			Basis::Tariffs(names) => {
				let channel = names.first().map(|name| name.0[1]);
				let new = registers.0.keys().copied().filter(|name| {
					Some(name.0[1]) == channel
						&& name.tariff(direction.group()).is_some_and(|tariff| tariff > 0)
				});
				Self::sum(registers, names.iter().copied().chain(new).collect())
			},
		}
	}

	fn sum(registers: &Registers, names: BTreeSet<Obis>) -> Result<Self, Fault> {
		let mut energy = Energy::default();
		for name in &names {
			energy = energy.plus(registers.get(*name).ok_or(Fault::Missing(*name))?)?;
		}
		Ok(Self { energy, basis: Basis::Tariffs(names) })
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn registers(all: &[(&str, &str)]) -> Registers {
		let mut registers = Registers::default();
		for (name, kwh) in all {
			let value = Energy::decimal(kwh, "kWh").unwrap();
			registers.add(Obis::parse(name).unwrap(), value).unwrap();
		}
		registers
	}

	fn import(registers: &Registers) -> Total {
		Total::find(registers, Direction::Import).unwrap().unwrap()
	}

	#[test]
	fn a_total_is_taken_and_the_tariffs_beside_it_are_not_added() {
		let all =
			registers(&[("1.8.0", "30.5"), ("1.8.1", "10"), ("1.8.2", "20.5"), ("2.8.1", "7")]);
		assert_eq!(import(&all).energy.whole_wh(), 30_500);
		let export = Total::find(&all, Direction::Export).unwrap().unwrap();
		assert_eq!(export.energy.whole_wh(), 7_000);
	}

	#[test]
	fn tariffs_are_added_before_anything_is_rounded() {
		let all = registers(&[("1.8.1", "1.0006"), ("1.8.2", "2.0007")]);
		assert_eq!(import(&all).energy.whole_wh(), 3_001);
		let none = registers(&[("1.8.1", "1")]);
		assert_eq!(Total::find(&none, Direction::Export), Ok(None));
	}

	#[test]
	fn what_was_counted_by_tariffs_stays_so() {
		let tariffs = import(&registers(&[("1.8.1", "1"), ("1.8.2", "2")])).basis;
		let by = |all: &[(&str, &str)]| Total::by(&tariffs, &registers(all), Direction::Import);
		let with_total = by(&[("1.8.0", "9"), ("1.8.1", "1"), ("1.8.2", "3")]).unwrap();
		assert_eq!(with_total.energy.whole_wh(), 4_000);
		let missing = Obis::energy(1, 2);
		assert_eq!(by(&[("1.8.0", "9"), ("1.8.1", "1")]), Err(Fault::Missing(missing)));
		let third = by(&[("1.8.1", "1"), ("1.8.2", "3"), ("1.8.3", "0.5")]).unwrap();
		assert_eq!((third.energy.whole_wh(), third.basis.names().len()), (4_500, 3));
	}

	#[test]
	fn what_was_counted_by_the_total_stays_so() {
		let total = import(&registers(&[("1.8.0", "5")])).basis;
		let tariffs = registers(&[("1.8.1", "1"), ("1.8.2", "4")]);
		let missing = Fault::Missing(Obis::energy(1, 0));
		assert_eq!(Total::by(&total, &tariffs, Direction::Import), Err(missing));
		assert_eq!(Basis::of_names(&total.names()), Some(total));
	}

	#[test]
	fn one_register_with_two_values_is_refused() {
		let mut all = registers(&[("1.8.0", "5")]);
		let name = Obis::energy(1, 0);
		let value = |kwh| Energy::decimal(kwh, "kWh").unwrap();
		assert_eq!(all.add(name, value("5")), Ok(()));
		assert_eq!(all.add(name, value("6")), Err(Fault::Twice(name)));
		let two_lines = registers(&[("1-0:1.8.0", "5"), ("1-1:1.8.0", "6")]);
		assert!(matches!(Total::find(&two_lines, Direction::Import), Err(Fault::Format(_))));
	}
}
