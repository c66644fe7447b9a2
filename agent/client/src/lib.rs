// SPDX-License-Identifier: Apache-2.0

//! Client of a Gridmerit chain (subxt), over a node's RPC or as a light client that trusts no node: what the chain says after a block ([`View`]), the
//! calls that nodes and meters make, keys, signed and authorised transactions, [`registry`], [`choices`], [`meters`], [`rules`],
//! [`trust`], [`builders`], [`committees`], [`certificates`], [`carbon`], the [`grid`], [`subsidies`], [`proposals`], the clock of a sealed chain ([`Sealing`]), numbers as people read them ([`units`]) and their
//! days ([`times`]), and how intervals are settled, with the [`proof`]. Bridges of meters, solvers and back ends of
//! web pages need no more than this.
//!
//! All that a chain says is decoded by its own metadata, so that a newer runtime is met with a clear error or
//! with none at all.
//!
//! ```no_run
//! # async fn windows() -> Result<(), gridmerit_client::ChainError> {
//! use gridmerit_client::{Chain, units};
//!
//! let view = Chain::connect("ws://127.0.0.1:9944").await?.best().await?;
//! for window in view.windows().await? {
//!     println!("interval {}: at most {}", window.interval, units::price(window.cap));
//! }
//! # Ok(())
//! # }
//! ```

pub mod builders;
mod calls;
pub mod carbon;
pub mod certificates;
mod chain;
pub mod choices;
pub mod committees;
mod delivered;
mod dry_run;
mod error;
mod events;
pub mod files;
pub mod grid;
mod key;
mod light;
mod memory;
pub mod meters;
mod patience;
pub mod proof;
pub mod proposals;
pub mod registry;
pub mod rules;
mod sealing;
mod secret;
pub mod subsidies;
pub mod times;
mod transact;
pub mod trust;
pub mod units;
mod view;

pub use calls::{
	Call, batch_all, cancel, cancel_all, deliver, deliver_one, deposit, post, settle_with, sudo,
	transfer, withdraw,
};
pub use chain::Chain;
pub use delivered::RefusedReading;
pub use error::ChainError;
pub use events::MarketEvent;
pub use gridmerit_market::Status;
pub use key::{Key, KeyError, Signatory, open_to_others};
pub use memory::Memory;
pub use sealing::{SLOT, Sealing};
pub use subxt::utils::{AccountId32, H256};
pub use transact::{Included, MORTALITY, Signed};
pub use view::{CurrentRound, View};
