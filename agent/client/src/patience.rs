// SPDX-License-Identifier: Apache-2.0

//! How long a chain has to answer.

use std::time::Duration;

use crate::error::ChainError;

/// The longest wait for an answer. subxt 0.50.3 waits without end if a light client finds nobody who answers.
#[derive(Clone, Copy)]
pub(crate) struct Patience(pub Duration);

impl Patience {
	/// For people who wait.
	pub const USUAL: Self = Self(Duration::from_secs(60));

	/// What is asked of a chain, if it answers in time.
	pub async fn wait<Answer>(
		self,
		asked: impl Future<Output = Result<Answer, ChainError>>,
	) -> Result<Answer, ChainError> {
		let answer = tokio::time::timeout(self.0, asked).await;
		answer.unwrap_or(Err(ChainError::Silent { seconds: self.0.as_secs() }))
	}
}
