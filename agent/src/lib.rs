// SPDX-License-Identifier: Apache-2.0

//! The decision unit of a TE node (section III.B and Fig. 4 of the market paper).

pub mod chain;
pub mod day;
pub mod replay;
