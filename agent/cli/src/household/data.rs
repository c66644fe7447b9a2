// SPDX-License-Identifier: Apache-2.0

//! What is applied for, from what people say.

use gridmerit_client::registry::NodeData;
use gridmerit_energy::{Battery, EnergyLimits, Roles, SourceKind, Wh};

use super::options::{DataOptions, Role};
use crate::failure::Failure;

/// Below it, in W, somebody has meant kW.
const LEAST_W: u64 = 100;
/// Milliseconds of an hour.
const HOUR: u64 = 3_600_000;

impl DataOptions {
	/// Whether anything is said.
	pub fn is_empty(&self) -> bool {
		self.role.is_empty()
	}

	/// What it comes to, on a chain with intervals of so many milliseconds.
	pub fn read(&self, interval_ms: u32) -> Result<NodeData, Failure> {
		let roles = roles(&self.role)?;
		let bus = self
			.bus
			.ok_or("--bus is missing: to which bus the node is connected, the operator knows")?;
		let draws = most(self.draw_wh, self.draw_w, interval_ms);
		let feeds_in = most(self.feed_in_wh, self.feed_in_w, interval_ms);
		let generates = roles.prosumer || roles.storage;
		let limits = match (draws, feeds_in) {
			(None, _) if roles.trades() => {
				return Err("--draw-w or --draw-wh is missing: the most that the node draws".into());
			},
			(_, None) if roles.trades() && generates => {
				return Err(
					"--feed-in-w or --feed-in-wh is missing: the most that the node feeds in"
						.into(),
				);
			},
			(_, Some(_)) if roles.trades() && !generates => {
				return Err("a consumer feeds nothing in: who does is a --role prosumer".into());
			},
			_ => EnergyLimits {
				consumption: draws.unwrap_or_default(),
				generation: feeds_in.unwrap_or_default(),
			},
		};
		for (option, watts) in [("--draw-w", self.draw_w), ("--feed-in-w", self.feed_in_w)] {
			if let Some(watts @ 1..LEAST_W) = watts {
				return Err(format!(
					"{option} {watts}: no connection is that small, and it is in W: 11 kW are 11000. If it is meant, say it in \
					 Wh: {option}h"
				)
				.into());
			}
		}
		if roles.trades() && limits.consumption == 0 && limits.generation == 0 {
			return Err("a node that neither draws nor feeds in cannot trade: the limits come to 0 Wh in an interval".into());
		}
		let source = match self.source {
			Some(SourceKind::None) if roles.prosumer => {
				return Err("--source none: a prosumer generates, from what?".into());
			},
			Some(source) => source,
			None if roles.prosumer => {
				return Err("--source is missing: solar, wind, hydro, ...".into());
			},
			None if roles.storage => SourceKind::Storage,
			None if roles.utility => SourceKind::Utility,
			None => SourceKind::None,
		};
		let customer = self.customer.as_deref();
		let customer = customer.ok_or(
			"--customer is missing: the reference that the operator knows you by, with its salt",
		)?;
		let battery = self.battery(&roles)?;
		Ok(NodeData { customer: customer_hash(customer)?, roles, bus, limits, source, battery })
	}

	fn battery(&self, roles: &Roles) -> Result<Option<Battery>, Failure> {
		match (self.battery_wh, self.battery_w) {
			(Some(capacity), Some(power)) if roles.only_stores() => Ok(Some(Battery {
				capacity,
				power,
				efficiency_ppm: self.efficiency.as_billionths() / 1_000,
				initial: self.charge_wh,
			})),
			(None, _) if roles.only_stores() => {
				Err("--battery-wh and --battery-w are missing: what the battery of a storage node can do".into())
			},
			(Some(_), _) => Err(
				"a battery is declared by a node that is nothing but --role storage, with a meter of its own".into(),
			),
			_ => Ok(None),
		}
	}
}

fn roles(named: &[Role]) -> Result<Roles, Failure> {
	let is = |role| named.contains(&role);
	if is(Role::Consumer) && is(Role::Prosumer) {
		return Err("a prosumer uses energy, too: --role prosumer alone".into());
	}
	let roles = Roles {
		consumer: is(Role::Consumer),
		prosumer: is(Role::Prosumer),
		storage: is(Role::Storage),
		utility: is(Role::Utility),
		line_owner: is(Role::LineOwner),
	};
	if roles.is_empty() {
		Err("--role is missing: consumer, prosumer, ...".into())
	} else {
		Ok(roles)
	}
}

/// The most in an interval, in Wh, of energy or power.
fn most(energy: Option<Wh>, power: Option<u64>, interval_ms: u32) -> Option<Wh> {
	let of_power = |watts: u64| {
		let energy = u128::from(watts).saturating_mul(interval_ms.into()) / u128::from(HOUR);
		Wh::try_from(energy).unwrap_or(Wh::MAX)
	};
	energy.or(power.map(of_power))
}

/// That a bus is none of the grid's, which has so many; nothing is wrong where there is no grid.
pub fn unknown_bus(bus: u16, buses: Option<u32>) -> Option<String> {
	let last = buses.filter(|buses| u32::from(bus) >= *buses)?.saturating_sub(1);
	Some(format!("the chain's grid has no bus {bus}: its buses are 0 to {last}"))
}

/// What the chain knows a customer by: BLAKE2b-256 of the reference with its salt, as `b2sum --length 256` has it.
pub fn customer_hash(reference: &str) -> Result<[u8; 32], Failure> {
	if reference.trim().is_empty() {
		return Err("the customer's reference is empty".into());
	}
	match gridmerit_meter::parse_hash(reference) {
		Ok(hash) => Ok(hash.0),
		Err(error) if reference.starts_with("0x") => {
			Err(format!("the customer's hash {error}").into())
		},
		Err(_) => Ok(gridmerit_meter::payload_hash(reference.as_bytes())),
	}
}

#[cfg(test)]
mod tests {
	use clap::Parser;

	use super::*;

	#[derive(Parser)]
	struct Cli {
		#[command(flatten)]
		data: DataOptions,
	}

	/// As on the command line, on a chain with quarters of an hour.
	fn read(arguments: &str) -> Result<NodeData, String> {
		let cli = Cli::parse_from(["x"].into_iter().chain(arguments.split(' ')));
		cli.data.read(900_000).map_err(|error| error.to_string())
	}

	#[test]
	fn a_household_is_understood() {
		let data = read(
			"--role prosumer --bus 6 --draw-w 11000 --feed-in-w 9001 --source solar --customer K-1:x",
		);
		let data = data.unwrap();
		assert_eq!(data.limits, EnergyLimits { consumption: 2_750, generation: 2_250 });
		assert_eq!((data.bus, data.source, data.battery), (6, SourceKind::Solar, None));
		// printf %s K-1:x | b2sum --length 256
		let hash = gridmerit_meter::to_hex(&data.customer);
		assert_eq!(customer_hash(&hash).unwrap(), data.customer);
		assert!(data.roles.prosumer && !data.roles.consumer);
		let data = read("--role consumer --bus 6 --draw-wh 20000 --customer 7").unwrap();
		assert_eq!(data.limits, EnergyLimits { consumption: 20_000, generation: 0 });
		let store = "--role storage --bus 1 --draw-wh 5000 --feed-in-wh 5000 --customer 8";
		let data = read(&format!("{store} --battery-wh 10000 --battery-w 20000")).unwrap();
		let battery =
			Battery { capacity: 10_000, power: 20_000, efficiency_ppm: 900_000, initial: 0 };
		assert_eq!((data.battery, data.source), (Some(battery), SourceKind::Storage));
		assert!(read(store).unwrap_err().contains("--battery-wh"));
	}

	#[test]
	fn a_bus_that_the_grid_has_not_is_told() {
		let said = unknown_bus(3, Some(3)).unwrap();
		assert_eq!(said, "the chain's grid has no bus 3: its buses are 0 to 2");
		assert_eq!((unknown_bus(2, Some(3)), unknown_bus(7, None)), (None, None));
	}

	#[test]
	fn what_would_be_refused_is_asked_for() {
		for (arguments, expected) in [
			("--role consumer --draw-w 1 --customer 7", "--bus is missing"),
			("--role consumer --bus 1 --customer 7", "--draw-w"),
			("--role consumer --bus 1 --draw-w 9000", "--customer is missing"),
			("--role consumer,prosumer --bus 1", "prosumer alone"),
			(
				"--role consumer --bus 1 --draw-w 9000 --feed-in-w 1 --customer 7",
				"feeds nothing in",
			),
			("--role prosumer --bus 1 --draw-w 9000 --customer 7", "--feed-in-w"),
			("--role prosumer --bus 1 --draw-w 9000 --feed-in-w 9000 --customer 7", "--source"),
			("--role consumer --bus 1 --draw-wh 0 --customer 7", "0 Wh"),
			("--role consumer --bus 1 --draw-w 11 --customer 7", "11 kW are 11000"),
			("--role prosumer --bus 1 --draw-w 11000 --feed-in-w 8 --customer 7", "--feed-in-wh"),
			("--role consumer --bus 1 --draw-w 9000 --customer 0x12", "hash"),
			(
				"--role consumer --bus 1 --draw-w 9000 --battery-wh 1 --battery-w 1 --customer 7",
				"storage",
			),
		] {
			let said = read(arguments).unwrap_err();
			assert!(said.contains(expected), "{arguments}: {said}");
		}
	}
}
