// SPDX-License-Identifier: Apache-2.0

//! Messages from and to other chains (XCM): the token goes out to other parachains, and comes home. Nothing else does.
//!
//! This chain is the token's reserve. What goes out stays here, on the sovereign account of the chain that it went to, and
//! that chain issues as much of its own; what comes home is withdrawn from that account. So whatever another chain does, it
//! moves no more than what was sent to it.
//!
//! - [`locations`]: who is who: the token, other parachains, their accounts here
//! - [`program`]: what a message may consist of, and what that weighs
//! - [`fees`]: what is paid for messages, and where what is left over goes
//! - [`executor`]: how a message is executed: by whom, in which order, with which powers
//! - [`queues`]: messages on their way in and out
//! - [`arrival`]: what it takes to take them in
//! - [`transfers`]: the calls of accounts and of the operator

pub mod arrival;
pub mod executor;
pub mod fees;
pub mod locations;
pub mod program;
pub mod queues;
pub mod transfers;
