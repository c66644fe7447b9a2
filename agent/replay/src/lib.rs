// SPDX-License-Identifier: Apache-2.0

//! Plays a scenario's day on a real chain: everybody's signed orders, every meter's signed readings, the clock.
//! The chain's answers become a [`day`], which is compared with an independent reference ([`Expected`]) and
//! written as a [`report`]: a page for people and JSON for programs.

mod calendar;
mod chain_reads;
pub mod day;
mod expected;
mod feeder;
mod forecasts;
mod genesis;
pub mod live;
mod node;
mod orders;
mod play;
mod reckon;
mod reference;
pub mod report;
mod result;
mod scenario;
mod stopwatch;

#[cfg(test)]
mod tests;

pub use calendar::{Calendar, CalendarError};
pub use expected::{Difference, Expected};
pub use feeder::FeederError;
pub use forecasts::{AccuracyError, LEADS, MODELS, accuracy_of_history, accuracy_of_scenario};
pub use genesis::{
	GenesisError, account, clock_start, deposit, meter, patch, utility, utility_deposit,
};
pub use node::{NodeError, ScenarioNode};
pub use orders::Mode;
pub use play::{PlayError, Progress, play};
pub use reckon::{ReckonError, reckon};
pub use reference::{Reference, ReferenceError};
pub use scenario::{Bus, Expectation, Flow, Scenario, ScenarioError, TableError};
pub use stopwatch::TimedChain;
