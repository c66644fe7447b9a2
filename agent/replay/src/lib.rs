// SPDX-License-Identifier: Apache-2.0

//! Plays a scenario on a real chain: everybody's orders, signed; every meter's readings, signed; the clock.

mod expected;
mod forecasts;
mod genesis;
mod node;
mod orders;
mod play;
mod result;
mod scenario;

#[cfg(test)]
mod tests;

pub use expected::{Difference, Expected};
pub use forecasts::{AccuracyError, accuracy_of_history, accuracy_of_scenario};
pub use genesis::{
	GenesisError, account, clock_start, deposit, meter, patch, utility, utility_deposit,
};
pub use node::{NodeError, ScenarioNode};
pub use orders::Mode;
pub use play::{PlayError, Progress, play};
pub use scenario::{Bus, Expectation, Flow, HOUR, HOURS, MIDNIGHT, Scenario, ScenarioError};
