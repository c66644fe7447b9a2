// SPDX-License-Identifier: Apache-2.0

//! What is wrong with the house.

use std::fmt;

use crate::{Arrow, Exception, Survey};

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
	/// An arrow does not point to a lower floor.
	NotDown(Arrow),
	/// A crate stands on no floor.
	NoFloor(String),
	/// There is no such crate.
	NoRoom(String),
	/// An exception excuses nothing.
	Unused(String, String, String),
}

impl fmt::Display for Fault {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::NotDown(Arrow { from, to, item: Some(item) }) => {
				write!(f, "{from} asks {to} for its `{item}`, which is not on a lower floor")
			},
			Self::NotDown(Arrow { from, to, item: None }) => {
				write!(f, "{from} depends on {to}, which is not on a lower floor")
			},
			Self::NoFloor(room) => write!(f, "{room} stands on no floor"),
			Self::NoRoom(room) => write!(f, "there is no {room}"),
			Self::Unused(from, to, item) => {
				write!(f, "the exception for `{item}` from {from} to {to} excuses nothing")
			},
		}
	}
}

pub fn faults(survey: &Survey) -> Vec<Fault> {
	let Survey { house, arrows, rooms } = survey;
	let excuses = |exception: &Exception, arrow: &Arrow| {
		exception.from == arrow.from
			&& exception.to == arrow.to
			&& arrow.item.as_ref() == Some(&exception.item)
	};
	let excused =
		|arrow: &Arrow| house.exceptions.iter().any(|exception| excuses(exception, arrow));
	let down = |arrow: &Arrow| {
		house.floor_of(&arrow.from).zip(house.floor_of(&arrow.to)).is_none_or(|(a, b)| b < a)
	};
	let mut faults: Vec<_> = arrows
		.iter()
		.filter(|arrow| !down(arrow) && !excused(arrow))
		.cloned()
		.map(Fault::NotDown)
		.collect();
	let standing = house.floors.iter().flat_map(|floor| &floor.rooms);
	faults.extend(
		rooms.iter().filter(|room| house.floor_of(room).is_none()).cloned().map(Fault::NoFloor),
	);
	faults.extend(standing.filter(|room| !rooms.contains(room)).cloned().map(Fault::NoRoom));
	let unused = house
		.exceptions
		.iter()
		.filter(|exception| !arrows.iter().any(|arrow| excuses(exception, arrow) && !down(arrow)));
	faults.extend(unused.map(|exception| {
		Fault::Unused(exception.from.clone(), exception.to.clone(), exception.item.clone())
	}));
	faults
}
