// SPDX-License-Identifier: Apache-2.0

//! Text in storage, in UTF-8 if whoever wrote it meant it to be read.

use frame_support::{BoundedVec, traits::ConstU32};

/// What somebody is called.
pub type Name = BoundedVec<u8, ConstU32<64>>;
/// Why somebody does something, or what it says to what another does.
pub type Words = BoundedVec<u8, ConstU32<128>>;
