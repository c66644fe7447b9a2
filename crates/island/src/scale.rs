// SPDX-License-Identifier: Apache-2.0

//! What the types that can be stored derive.

pub use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
pub use scale_info::TypeInfo;
