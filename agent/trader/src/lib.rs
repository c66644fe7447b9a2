// SPDX-License-Identifier: Apache-2.0

//! The decision unit of a TE node (section III.B and Fig. 4 of the market paper): it forecasts, plans, posts
//! signed orders and reports; and it plays whole scenarios on a real chain. `gridmerit-agent` is its command
//! line.

pub mod chain;
pub mod daemon;
pub mod day;
pub mod decide;
pub mod forecast;
pub mod plan;
pub mod replay;
pub mod report;
pub mod rulebook;
pub mod units;
