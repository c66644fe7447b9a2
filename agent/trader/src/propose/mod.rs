// SPDX-License-Identifier: Apache-2.0

//! Proposing dispatches for problems that the chain does not solve itself: what is [found](find), whether it is worth a
//! claim ([`judge`]), and what is [kept](ProposalFile) from before it is claimed until it is shown.
//!
//! A claim is a wager on a body that nobody else has. Who loses the body loses the wager, so it is in a file before the
//! claim is sent, and whoever comes next, after a crash or a power cut, finds it there.

mod file;
mod found;
mod judge;
#[cfg(test)]
mod tests;

pub use file::{KeptProposal, ProposalFile, ProposalFileError};
pub use found::{FindError, FoundDispatch, find, given};
pub use judge::{Judged, hopeless, judge, reward};
