// SPDX-License-Identifier: Apache-2.0

//! The decision unit of a TE node (section III.B and Fig. 4 of the market paper), without a command line: the
//! [`rulebook`] that its owner writes, the [`plan`] for battery and orders, the decision ([`decide`]) that
//! applies the one to the other, dispatches that it may [`propose`], and the [`daemon`] that looks at the chain, posts and reports.

pub mod daemon;
pub mod decide;
pub mod plan;
pub mod propose;
pub mod rulebook;
