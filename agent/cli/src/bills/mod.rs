// SPDX-License-Identifier: Apache-2.0

//! What days and months came to, and the archive of what the chain forgets.

pub mod archive;
pub mod options;
mod show;
mod statement;

pub use archive::archive;
pub use show::certificate_sums;
pub use statement::statement;
