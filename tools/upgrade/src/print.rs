// SPDX-License-Identifier: Apache-2.0

//! A rehearsal as people read it.

use std::fmt::{self, Display};

use crate::{
	rehearsal::{Change, Cost, Rehearsal},
	state::Difference,
};

const MILLION: u64 = 1_000_000;

impl<T: Display + PartialEq> Display for Change<T> {
	fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
		if self.before == self.after {
			return write!(out, "{}", self.after);
		}
		write!(out, "{} -> {}", self.before, self.after)
	}
}

fn percent(part: u64, of: u64) -> f64 {
	part as f64 / of.max(1) as f64 * 100.0
}

fn cost(
	out: &mut fmt::Formatter,
	what: &str,
	cost: &Cost,
	limit: sp_runtime::Weight,
) -> fmt::Result {
	let Cost { ref_time, proof_size, measured_proof } = *cost;
	let time = limit.ref_time();
	write!(out, "{what}: {} us, {:.1} % of a block", ref_time / MILLION, percent(ref_time, time))?;
	write!(out, "; proof {proof_size} B charged, {measured_proof} B measured")?;
	if limit.proof_size() < u64::MAX {
		let larger = proof_size.max(measured_proof);
		write!(out, ", {:.1} % of a block", percent(larger, limit.proof_size()))?;
	}
	writeln!(out)
}

impl Display for Difference {
	fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
		let keys = Change { before: self.keys_before, after: self.keys_after };
		let bytes = Change { before: self.bytes_before, after: self.bytes_after };
		write!(out, "{keys} keys, {bytes} B")?;
		for (count, what) in [(self.changed, "changed"), (self.new, "new"), (self.gone, "gone")] {
			if count > 0 {
				write!(out, ", {count} {what}")?;
			}
		}
		Ok(())
	}
}

impl Display for Rehearsal {
	fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
		let version = &self.spec_version;
		writeln!(out, "{} at block {}: spec_version {version}", self.runtime, self.block)?;
		if version.after <= version.before {
			writeln!(out, "Note: the chain would refuse this code: its spec_version has to grow")?;
		}
		if let Some(first) = &self.first_block {
			cost(out, "The upgrade's block", first, self.limit)?;
		}
		match &self.blocks[..] {
			[] => writeln!(out, "No migration takes more than that block")?,
			blocks => {
				writeln!(
					out,
					"Multi-block migrations: {} blocks, the first the upgrade's own",
					blocks.len()
				)?;
				for (number, block) in (1..).zip(blocks) {
					cost(out, &format!("  {number}"), block, self.limit)?;
				}
			},
		}
		writeln!(out, "All money: {} planck; the market's: {}", self.issuance, self.pot)?;
		writeln!(out, "Pallets, with the storage version of each:")?;
		for (name, pallet) in &self.pallets {
			let text =
				|version: Option<u16>| version.map_or("-".into(), |version| version.to_string());
			let version = Change {
				before: text(pallet.storage_version.before),
				after: text(pallet.storage_version.after),
			};
			writeln!(out, "  {name} [{version}]: {}", pallet.all)?;
			for (item, difference) in &pallet.items {
				writeln!(out, "    {item}: {difference}")?;
			}
		}
		for (key, difference) in self.host.iter().filter(|(_, difference)| !difference.is_none()) {
			writeln!(out, "  {key}: {difference}")?;
		}
		if !self.unknown.is_empty() {
			writeln!(out, "Stored, and no pallet of the new runtime knows it:")?;
		}
		for (prefix, difference) in &self.unknown {
			writeln!(out, "  {prefix}: {difference}")?;
		}
		let failures: Vec<_> = self.failures().collect();
		for check in &failures {
			let why = check.failed.as_deref().unwrap_or_default();
			writeln!(out, "FAILED {}: {why}", check.what)?;
		}
		let passed = self.checks.len() - failures.len();
		write!(out, "{passed} of {} checks passed", self.checks.len())
	}
}
