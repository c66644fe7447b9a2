// SPDX-License-Identifier: Apache-2.0

//! Plots, as SVG. Floats are for drawing only.

mod bars;
pub mod canvas;
mod energy;
mod feeder;
mod merit;
mod participant;
mod prices;
mod tree;

pub use bars::{Bar, bars};
pub use canvas::{Drawn, units};
pub use energy::{by_lead, by_source};
pub use feeder::feeder;
pub use merit::{headline, merit_order};
pub use participant::participant;
pub use prices::prices;
#[cfg(test)]
pub use tree::layout;
