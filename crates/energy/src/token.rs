// SPDX-License-Identifier: Apache-2.0

//! The token in which a chain counts the market's money: its symbol, and how many planck a unit is.

/// Symbol of the token.
pub const SYMBOL: &str = "UNIT";

/// Decimals of the token: a unit is 10^9 planck, so that a price in planck per Wh reads as millionths of a
/// unit per kWh.
pub const DECIMALS: u8 = 9;
