// SPDX-License-Identifier: Apache-2.0

//! What the types on the wire derive.

pub use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
pub use scale_info::TypeInfo;
