// SPDX-License-Identifier: Apache-2.0

//! What came of claims: the chain forgets them when they are checked, and its events say it.

use gridmerit_energy::NodeIndex;
use scale_decode::DecodeAsType;
use subxt::{
	SubstrateConfig,
	dynamic::{At, Value},
	events::Event,
	ext::scale_value::ValueDef,
};

use super::{ClaimFate, PostedProblem, ProblemNumber, ProblemStage};
use crate::{chain::Chain, error::ChainError, transact::events, view::View};

/// The most blocks that are looked at for one claim: as a rule all claims are checked in one or two.
const MOST: u64 = 64;

/// A node, and for which problem it has claimed.
type Claimant = (ProblemNumber, NodeIndex);

#[derive(DecodeAsType)]
struct IsTrue {
	problem: ProblemNumber,
	node: NodeIndex,
	better: bool,
}

#[derive(DecodeAsType)]
struct IsFalse {
	problem: ProblemNumber,
	node: NodeIndex,
	why: Value,
}

#[derive(DecodeAsType)]
struct Hidden {
	problem: ProblemNumber,
	node: NodeIndex,
}

impl Chain {
	/// What came of a node's claim for a problem that is decided; none if it had none, or the node that is asked has
	/// forgotten these blocks. A light client does not know them.
	pub async fn claim_fate(
		&self,
		view: &View,
		number: ProblemNumber,
		problem: &PostedProblem,
		node: NodeIndex,
	) -> Result<Option<ClaimFate>, ChainError> {
		let ProblemStage::Decided { until, .. } = problem.stage else { return Ok(None) };
		let decided = u64::from(until).saturating_sub(view.problems_kept()?);
		let first = u64::from(problem.bodies_until).max(decided.saturating_sub(MOST));
		for block in first..=decided {
			let Some(view) = self.at_number(block).await? else { return Ok(None) };
			let events = match events(&view).await {
				Err(ChainError::Node(_)) => return Ok(None),
				events => events?,
			};
			for event in events.iter() {
				let event = event.map_err(|error| view.unknown("an event", error))?;
				if let Some((of, fate)) = view.fate(&event)?
					&& of == (number, node)
				{
					return Ok(Some(fate));
				}
			}
		}
		Ok(None)
	}
}

impl View {
	fn fate(
		&self,
		event: &Event<'_, SubstrateConfig>,
	) -> Result<Option<(Claimant, ClaimFate)>, ChainError> {
		Ok(Some(match (event.pallet_name(), event.event_name()) {
			("Proposals", "ClaimTrue") => {
				let IsTrue { problem, node, better } = self.fields(event)?;
				((problem, node), ClaimFate::True { better })
			},
			("Proposals", "ClaimFalse") => {
				let IsFalse { problem, node, why } = self.fields(event)?;
				((problem, node), ClaimFate::False { why: words(&why) })
			},
			("Proposals", "NotRevealed") => {
				let Hidden { problem, node } = self.fields(event)?;
				((problem, node), ClaimFate::NotRevealed)
			},
			_ => return Ok(None),
		}))
	}
}

/// Why a claim is false.
fn words(why: &Value) -> String {
	let name = match &why.value {
		ValueDef::Variant(variant) => variant.name.as_str(),
		_ => "",
	};
	match name {
		"Welfare" => "its welfare is less than was claimed".into(),
		"Bound" => "its bound is more than was claimed".into(),
		"Refused" => {
			let refusal = why.at(0).map(ToString::to_string).unwrap_or_default();
			format!("its body proves no dispatch: {refusal}")
		},
		_ => why.to_string(),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn why_a_claim_is_false_is_said_in_words() {
		let plain = |name: &str| Value::unnamed_variant(name, []);
		assert_eq!(words(&plain("Welfare")), "its welfare is less than was claimed");
		let refusal = Value::unnamed_variant("Balance", [Value::u128(3)]);
		let refused = words(&Value::unnamed_variant("Refused", [refusal]));
		assert!(
			refused.starts_with("its body proves no dispatch: ") && refused.contains("Balance"),
			"{refused}"
		);
		assert!(words(&plain("Other")).contains("Other"));
	}
}
