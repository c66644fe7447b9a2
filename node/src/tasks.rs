// SPDX-License-Identifier: Apache-2.0

//! Tasks that end in order, and without a word, when the node stops.

use futures::{FutureExt, future::BoxFuture};
use futures_timer::Delay;
use sc_service::{
	Configuration, SpawnEssentialTaskHandle, TaskManager, error::Error as ServiceError,
};
use sp_core::traits::SpawnEssentialNamed;
use std::{
	convert::Infallible,
	sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
	time::Duration,
};

/// Spawns essential tasks that end without a word when the node stops.
///
/// On the way down a task may see that another has gone (its channel is closed) before it is told that the node
/// stops: one of the transaction pool's always does, as it waits in a call that blocks. To the task manager that
/// looks like an essential task that failed. So a task that has ended is kept until it must be true: if the node
/// is stopping, the task manager drops it first.
#[derive(Clone)]
pub struct EssentialTasks(pub SpawnEssentialTaskHandle);

/// How long an essential task that has ended waits for the news that the node stops.
const NEWS: Duration = Duration::from_secs(2);

async fn and_wait_for_news(task: BoxFuture<'static, ()>) {
	task.await;
	Delay::new(NEWS).await;
}

impl SpawnEssentialNamed for EssentialTasks {
	fn spawn_essential_blocking(
		&self,
		name: &'static str,
		group: Option<&'static str>,
		task: BoxFuture<'static, ()>,
	) {
		self.0.spawn_essential_blocking(name, group, and_wait_for_news(task).boxed());
	}

	fn spawn_essential(
		&self,
		name: &'static str,
		group: Option<&'static str>,
		task: BoxFuture<'static, ()>,
	) {
		self.0.spawn_essential(name, group, and_wait_for_news(task).boxed());
	}
}

/// What tasks that the SDK spawns itself work with, kept until they have been told that the node stops.
///
/// The network's ends when the last handle to the network or the client goes, which may be while it is looked after
/// and before it is told; that looks like a fault, too. A task manager lets go of what it keeps alive right after it
/// has told its tasks.
pub struct UntilTold<T>(pub T);

/// How long tasks have to see that they were told.
const TO_SEE: Duration = Duration::from_millis(500);

impl<T> Drop for UntilTold<T> {
	fn drop(&mut self) {
		std::thread::sleep(TO_SEE);
	}
}

/// Essential tasks that work with all the others, and so have to end before them: a voter that loses the network
/// or the block import while it works takes that for a fault, and says so.
pub struct TopTasks {
	tasks: TaskManager,
	/// Dropped with each task.
	running: Sender<Infallible>,
	ended: Ended,
}

/// Waits, when it is dropped, until all tasks have ended.
struct Ended(Receiver<Infallible>);

/// How long the top tasks have to end when the node stops.
const TO_END: Duration = Duration::from_secs(20);

impl Drop for Ended {
	fn drop(&mut self) {
		if let Err(RecvTimeoutError::Timeout) = self.0.recv_timeout(TO_END) {
			log::warn!(
				"Building blocks or voting has not ended in time; the node stops all the same"
			);
		}
	}
}

impl TopTasks {
	pub fn new(config: &Configuration) -> Result<Self, ServiceError> {
		let (running, ended) = channel();
		let tasks = TaskManager::new(config.tokio_handle.clone(), None)?;
		Ok(Self { tasks, running, ended: Ended(ended) })
	}

	pub fn spawn_blocking(
		&self,
		name: &'static str,
		group: Option<&'static str>,
		task: impl Future<Output = ()> + Send + 'static,
	) {
		let running = self.running.clone();
		let task = async move {
			task.await;
			drop(running);
		};
		self.tasks.spawn_essential_handle().spawn_blocking(name, group, task);
	}

	/// All tasks of the node. When it is dropped, these tasks are told to end, it waits for them, and only then
	/// the tasks below are told.
	pub fn on_top_of(self, below: TaskManager) -> TaskManager {
		let Self { mut tasks, running, ended } = self;
		drop(running);
		tasks.keep_alive(ended);
		tasks.add_child(below);
		tasks
	}
}
