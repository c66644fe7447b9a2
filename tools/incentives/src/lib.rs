// SPDX-License-Identifier: Apache-2.0

//! Which lies pay: plays days of a local electricity market in which one node, or two, or one with a second account,
//! posts something else than the truth, under the chain's rule and under others, and counts who gains by it.
//!
//! A day is a list of [`Hour`]s: what every node really needs or has, and what it posts. A [`Lie`] turns an hour
//! into candidate books ([`Step`]s); a [`Rule`] clears them; an [`Account`] says what that comes to for its owner.
//! All others keep to the truth, all know what the others post, and an hour clears once. So a lie that pays here may
//! not pay where nobody knows the book; one that does not pay here does not pay there either.

mod account;
mod hour;

mod rules;

mod lies;

mod days;
mod play;

mod report;

#[cfg(test)]
mod tests;

pub use account::{Account, Fill, Truth, Unsold};
pub use days::{Day, DayError, SIZES};
pub use hour::{Hour, Level};
pub use lies::{Lie, Side, Step};
pub use play::{By, Cell, PAIRS, Row, Setting, Table, play};
pub use report::{BEGIN, END, generated, section, with_generated};
pub use rules::Rule;
