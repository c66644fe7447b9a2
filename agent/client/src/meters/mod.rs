// SPDX-License-Identifier: Apache-2.0

//! Meters and who makes them: registered, bound to nodes, looked up.

mod calls;
mod reads;

pub use calls::{
	bind_meter, change_manufacturer, register_manufacturer, register_meter, rotate_key,
};

use gridmerit_energy::{Interval, NodeIndex};
use gridmerit_meter::MultiSigner;

/// Number of a manufacturer.
pub type ManufacturerId = u32;

/// Who makes meters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manufacturer {
	/// What it is called.
	pub name: String,
	/// Any of these keys signs its certificates.
	pub keys: Vec<MultiSigner>,
}

/// A meter, as far as it matters to who binds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoundMeter {
	/// The node whose energy it measures.
	pub node: Option<NodeIndex>,
	/// How often it has been bound: what its next consent must state.
	pub bindings: u32,
	/// Its readings from this interval on do not count: it was retired.
	pub retired_from: Option<Interval>,
	/// Likewise, as it is revoked.
	pub revoked_from: Option<Interval>,
}
