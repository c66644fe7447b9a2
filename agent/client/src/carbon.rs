// SPDX-License-Identifier: Apache-2.0

//! What energy emits: what plants declare and is certified, what the grid does, what nodes take as zero-carbon, and what was
//! emitted for what they have drawn.

pub use gridmerit_carbon::{
	Bound, Bounded, Cost, Definition, Emissions, Footprint, GridFootprint, GridLimits, Intensity,
	IntervalStatement, MAX_LOSS_PPM, MAX_PART, Verdict, Vouched, grams,
};
use gridmerit_energy::{Interval, NodeIndex};
use scale_decode::DecodeAsType;
use subxt::{
	dynamic::{self, Value},
	utils::AccountId32,
};

use crate::{
	calls::{Call, call, list, option},
	error::ChainError,
	view::View,
};

/// The runtime API.
const API: &str = "CarbonApi";

/// The most intervals of one call.
pub const MOST_PUBLISHED: usize = 128;

/// What was published of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
pub struct Published {
	/// What a kWh out of the grid emits.
	pub grid: GridFootprint,
	/// Whether that was corrected.
	pub corrected: bool,
}

/// A node's bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
pub struct BoundSince {
	/// What it takes.
	pub bound: Bound,
	/// The first interval for which it counts.
	pub from: Interval,
}

impl View {
	/// Whether this chain knows what energy emits.
	pub fn has_carbon(&self) -> bool {
		self.at.metadata_ref().runtime_api_trait_by_name(API).is_some()
	}

	/// What the owner of a plant has declared, and what is certified of it or was; none if nothing is declared.
	pub async fn footprint(
		&self,
		node: NodeIndex,
	) -> Result<Option<(Footprint, Vec<Vouched<AccountId32>>)>, ChainError> {
		self.viewed("Carbon", "plant", (node,)).await
	}

	/// What a plant's energy of an interval counts at, and whether that is certified.
	pub async fn counted(
		&self,
		node: NodeIndex,
		interval: Interval,
	) -> Result<(Footprint, bool), ChainError> {
		self.viewed("Carbon", "counted", (node, interval)).await
	}

	/// What was published of intervals from `first` to `last`.
	pub async fn intensities(
		&self,
		first: Interval,
		last: Interval,
	) -> Result<Vec<(Interval, Published)>, ChainError> {
		/// The most of one answer.
		const MOST: Interval = 1_000;
		let (mut all, mut from) = (Vec::new(), first);
		while from <= last {
			let to = last.min(from.saturating_add(MOST - 1));
			let some: Vec<(Interval, Published)> =
				self.viewed("Carbon", "intensities", (from, to)).await?;
			all.extend(some);
			let Some(next) = to.checked_add(1) else { break };
			from = next;
		}
		Ok(all)
	}

	/// What publishers may say.
	pub async fn intensity_limits(&self) -> Result<GridLimits, ChainError> {
		self.viewed("Carbon", "limits", ()).await
	}

	/// What a node takes as zero-carbon; none if it takes any.
	pub async fn carbon_bound(&self, node: NodeIndex) -> Result<Option<BoundSince>, ChainError> {
		self.viewed("Carbon", "bound", (node,)).await
	}

	/// What was emitted for what a node has drawn in intervals from `first` to `last`, of those that are settled for good, in
	/// as many reads as that takes.
	pub async fn emissions(
		&self,
		node: NodeIndex,
		first: Interval,
		last: Interval,
	) -> Result<Vec<IntervalStatement>, ChainError> {
		let (mut all, mut from) = (Vec::new(), first);
		while from <= last {
			let call = dynamic::runtime_api_call::<_, (Vec<IntervalStatement>, Option<Interval>)>(
				API,
				"emissions",
				(node, from, last),
			);
			let asked = async {
				self.at.runtime_apis().call(call).await.map_err(|error| match error {
					subxt::error::RuntimeApiError::CannotCallApi(reason) => {
						ChainError::node(reason)
					},
					other => self.unknown(&format!("{API}.emissions"), other),
				})
			};
			let (some, next) = self.patience.wait(asked).await?;
			all.extend(some);
			match next.filter(|next| *next > from) {
				Some(next) => from = next,
				None => break,
			}
		}
		Ok(all)
	}
}

fn footprint_parts(footprint: &Footprint) -> Value<()> {
	let Footprint { operating, embodied, travel } = *footprint;
	Value::named_composite([
		("operating", operating.into()),
		("embodied", embodied.into()),
		("travel", travel.into()),
	])
}

fn grid_parts(grid: &GridFootprint) -> Value<()> {
	let residual = option(grid.residual.as_ref().map(footprint_parts));
	Value::named_composite([("average", footprint_parts(&grid.average)), ("residual", residual)])
}

fn bound_parts(bound: &Bound) -> Value<()> {
	let definition = match bound.definition {
		Definition::Operating => "Operating",
		Definition::Embodied => "Embodied",
		Definition::Travel => "Travel",
	};
	Value::named_composite([
		("definition", Value::unnamed_variant(definition, [])),
		("most", bound.most.into()),
		("loss_ppm", bound.loss_ppm.into()),
	])
}

/// Declares what a kWh of the sender's node emits.
pub fn declare(footprint: &Footprint) -> Call {
	call("Carbon", "declare", vec![("footprint", footprint_parts(footprint))])
}

/// Certifies what a plant's owner has declared: for issuers, or within a call of the operator's.
pub fn certify(node: NodeIndex, footprint: &Footprint, until: Interval) -> Call {
	let fields = vec![
		("node", node.into()),
		("footprint", footprint_parts(footprint)),
		("until", until.into()),
	];
	call("Carbon", "certify", fields)
}

/// Ends what is certified of a plant from an interval on.
pub fn decertify(node: NodeIndex, since: Interval) -> Call {
	call("Carbon", "decertify", vec![("node", node.into()), ("since", since.into())])
}

fn said(name: &str, first: Interval, values: &[GridFootprint]) -> Call {
	let values = list(values.iter().map(grid_parts));
	call("Carbon", name, vec![("first", first.into()), ("values", values)])
}

/// Publishes what the grid emits in intervals in turn.
pub fn publish(first: Interval, values: &[GridFootprint]) -> Call {
	said("publish", first, values)
}

/// Corrects that: for publishers, or within a call of the operator's.
pub fn correct(first: Interval, values: &[GridFootprint]) -> Call {
	said("correct", first, values)
}

/// Sets what publishers may say: a call of the operator's.
pub fn set_limits(limits: &GridLimits) -> Call {
	let GridLimits { least, most } = limits;
	let limits = Value::named_composite([
		("least", footprint_parts(least)),
		("most", footprint_parts(most)),
	]);
	call("Carbon", "set_limits", vec![("limits", limits)])
}

/// Sets what the sender's node takes as zero-carbon, or that it takes any.
pub fn set_bound(bound: Option<&Bound>) -> Call {
	call("Carbon", "set_bound", vec![("bound", option(bound.map(bound_parts)))])
}
