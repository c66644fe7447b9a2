// SPDX-License-Identifier: Apache-2.0

//! Why an index is what it is, in words.

use gridmerit_client::units::{decimal, unit};
use gridmerit_trust::{Conduct, Offence, Offences, Part};

/// A part of the whole, to a millionth.
pub fn part(part: Part) -> String {
	decimal((part.as_billionths() / 1_000).into(), 6)
}

/// What a node has done, a phrase each.
pub fn causes(conduct: &Conduct) -> Vec<String> {
	let Conduct { risk, missed, offences } = conduct;
	let mut causes = Vec::new();
	if *risk > 0 {
		causes.push(format!("delivered, {} at risk", unit(*risk)));
	}
	if *missed > 0 {
		causes.push(format!("did not deliver what costs {}", unit(*missed)));
	}
	let Offences {
		missing_readings,
		contradictions,
		revoked_meters,
		equivocations,
		absences,
		false_computations,
	} = *offences;
	let counted = [
		(missing_readings, Offence::MissingReading),
		(contradictions, Offence::Contradiction),
		(revoked_meters, Offence::RevokedMeter),
		(equivocations, Offence::Equivocation),
		(absences, Offence::Absence),
		(false_computations, Offence::FalseComputation),
	];
	for (severity, of) in counted.into_iter().filter(|(severity, _)| *severity > 0) {
		let times = match decimal(severity.into(), 9) {
			one if one == "1" => String::new(),
			times => format!(" (x {times})"),
		};
		causes.push(format!("{}{times}", offence(Some(of))));
	}
	causes
}

/// What is proven, or called in.
pub fn offence(offence: Option<Offence>) -> &'static str {
	match offence {
		Some(Offence::MissingReading) => "a reading never came",
		Some(Offence::Contradiction) => "a meter contradicted itself",
		Some(Offence::RevokedMeter) => "a meter was revoked",
		Some(Offence::Equivocation) => "a block or vote made twice",
		Some(Offence::Absence) => "absent from a session",
		Some(Offence::FalseComputation) => "a false computation",
		None => "a debt",
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_cause_has_words() {
		assert!(causes(&Conduct::default()).is_empty());
		let mut conduct = Conduct { risk: 300_000_000, missed: 20_000_000, ..Conduct::default() };
		let all = [
			Offence::MissingReading,
			Offence::Contradiction,
			Offence::RevokedMeter,
			Offence::Equivocation,
			Offence::Absence,
			Offence::FalseComputation,
		];
		for offence in all {
			conduct = conduct.join(Conduct::offence(offence, Part::ONE));
		}
		conduct = conduct.join(Conduct::offence(Offence::MissingReading, Part::ONE));
		conduct = conduct.join(Conduct::offence(Offence::Absence, Part::thousandths(250)));
		let expected = [
			"delivered, 0.3 UNIT at risk",
			"did not deliver what costs 0.02 UNIT",
			"a reading never came (x 2)",
			"a meter contradicted itself",
			"a meter was revoked",
			"a block or vote made twice",
			"absent from a session (x 1.25)",
			"a false computation",
		];
		assert_eq!(causes(&conduct), expected);
	}

	#[test]
	fn parts_are_cut_and_not_rounded_up() {
		assert_eq!(part(Part::ONE), "1");
		assert_eq!(part(Part::billionths(999_999_999)), "0.999999");
		assert_eq!(part(Part::thousandths(50)), "0.05");
		assert_eq!(part(Part::billionths(999)), "0");
	}
}
