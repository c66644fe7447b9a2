// SPDX-License-Identifier: Apache-2.0

//! What was decided last and why, as JSON for other programs.

use std::{io, path::Path};

use gridmerit_client::{View, files};
use gridmerit_energy::{Interval, NodeStatus, Order, Wh};
use gridmerit_forecast::Forecast;
use serde::Serialize;

use super::inputs::{Gathered, Past};
use crate::{
	decide::{Decision, Net, Wish},
	plan::Plan,
};

/// What a decision rested on and what it was.
#[derive(Serialize)]
pub struct DecisionReport<'a> {
	/// The chain's time, in milliseconds since 1970.
	time: u64,
	block: u64,
	node: u32,
	/// What of the pot belongs to the node and what is tied up, in planck.
	credit: u128,
	locked: u128,
	expected: Vec<(Interval, Net)>,
	forecasts: &'a [Forecast],
	/// The past that they rest on.
	history: Option<&'a Past>,
	charge: Option<Wh>,
	plan: &'a Plan,
	/// What the plan saves against the utility alone, in planck.
	saving: i128,
	wishes: Vec<Wished<'a>>,
	/// What the owner should know beside.
	notes: Vec<&'a String>,
}

#[derive(Serialize)]
struct Wished<'a> {
	interval: Interval,
	demand: Option<Wh>,
	/// The most that it pays, in planck per Wh; none: any price.
	limit: Option<u64>,
	offer: Option<Wh>,
	ask: Option<u64>,
	reason: &'a Option<String>,
	/// What it gains over what was in the book, in planck.
	gain: i128,
}

impl<'a> DecisionReport<'a> {
	/// Of a decision.
	pub fn new(
		view: &View,
		node: &NodeStatus,
		gathered: &'a Gathered,
		decision: &'a Decision,
		now: u64,
	) -> Self {
		let wished = |wish: &'a Wish| {
			let Wish { interval, order, reason, gain } = wish;
			let wished = Wished {
				interval: *interval,
				demand: None,
				limit: None,
				offer: None,
				ask: None,
				reason,
				gain: *gain,
			};
			match *order {
				None => wished,
				Some(Order::Demand { quantity, limit }) => {
					Wished { demand: Some(quantity), limit, ..wished }
				},
				Some(Order::Offer { capacity, ask }) => {
					Wished { offer: Some(capacity), ask: Some(ask), ..wished }
				},
			}
		};
		Self {
			time: now,
			block: view.number(),
			node: node.index,
			credit: node.credit,
			locked: node.locked,
			expected: gathered.expected.iter().map(|(interval, net)| (*interval, *net)).collect(),
			forecasts: &gathered.forecasts,
			history: gathered.past.as_ref(),
			charge: gathered.charge,
			plan: &decision.plan,
			saving: decision.plan.saving(),
			wishes: decision.wishes.iter().map(wished).collect(),
			notes: gathered.notes.iter().chain(&decision.notes).collect(),
		}
	}

	/// Writes it: the file before, or this one, never half of it.
	pub fn write(&self, path: &Path) -> io::Result<()> {
		files::put(path, |file| Ok(serde_json::to_writer_pretty(file, self)?))
	}
}
