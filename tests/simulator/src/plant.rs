//! Bugs on purpose. Each must be caught within a bounded number of seeds, or
//! the checks are not worth their name.

use crate::world::{Shared, World};
use dispatch::planted::Bug;
use domain::messenger::Outgoing;
use domain::opt_out::{Decision, Words};
use domain::{CampaignState, MessageId, MessengerEvent, PartEvent};
use store::{Store, Tx, campaigns, outbox};

/// What is wrong with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plant {
    /// A repetition travels under a new id.
    NewIdOnRepetition,
    /// Some acceptances and receipts never reach the store.
    AcceptanceDropped,
    /// "BAJA" never reaches the store.
    OptOutDropped,
    /// Some messages are overtaken by the next one.
    Overtaken,
    /// Some messages count as accepted and never leave.
    AcceptedWithoutLeaving,
    /// Some messages go to the wire twice for one attempt.
    SentTwice,
    /// A crash loses what was committed since the log was written back.
    CommitsLost,
    /// After a crash the first message in doubt counts as accepted.
    DoubtSkipped,
    /// After a start one count is wrong.
    CountsDrift,
    /// After a start paused campaigns go on by themselves.
    PauseForgotten,
    /// A bug inside the dispatcher.
    Inside(Bug),
}

impl Plant {
    /// All of them.
    pub fn all() -> Vec<Self> {
        let mut all = vec![
            Self::NewIdOnRepetition,
            Self::AcceptanceDropped,
            Self::OptOutDropped,
            Self::Overtaken,
            Self::AcceptedWithoutLeaving,
            Self::SentTwice,
            Self::CommitsLost,
            Self::DoubtSkipped,
            Self::CountsDrift,
            Self::PauseForgotten,
        ];
        all.extend(Bug::ALL.map(Self::Inside));
        all
    }

    /// The bug inside the dispatcher, if it is one.
    pub fn inside(self) -> Option<Bug> {
        match self {
            Self::Inside(bug) => Some(bug),
            _ => None,
        }
    }

    /// What the wire is given instead of this message.
    pub fn disguise(world: &Shared, message: &Outgoing) -> Outgoing {
        let mut world = world.lock();
        let mut message = message.clone();
        if world.plant == Some(Self::NewIdOnRepetition)
            && world.ledger.tries.contains_key(&message.id)
        {
            message.id = MessageId::from_random(world.chance.nine());
        }
        message
    }

    /// Whether this message stays behind although the program thinks that it left.
    pub fn keeps_back(world: &mut World, message: &Outgoing) -> bool {
        let plant = world.plant;
        let keeps = match plant {
            Some(Self::AcceptedWithoutLeaving) => is_chosen(&message.id),
            Some(Self::Overtaken) => is_chosen(&message.id) && world.kept.is_none(),
            _ => false,
        };
        if keeps {
            if plant == Some(Self::Overtaken) {
                world.kept = Some((message.id.clone(), message.to.clone()));
            }
            if let Some(app) = &world.to_app {
                let id = message.id.clone();
                let _ = app.send(MessengerEvent::Accepted { id });
            }
        }
        keeps
    }

    /// Something left.
    pub fn after_leaving(world: &mut World, _: &Outgoing) {
        if let Some((id, to)) = world.kept.take() {
            world.leave(&id, &to, 0);
        }
    }

    /// Whether this message goes out once more.
    pub fn repeats(world: &World, message: &Outgoing) -> bool {
        world.plant == Some(Self::SentTwice) && is_chosen(&message.id)
    }

    /// Whether the program does not hear this.
    pub fn swallows(world: &World, event: &MessengerEvent) -> bool {
        match (world.plant, event) {
            (Some(Self::AcceptanceDropped), MessengerEvent::Accepted { id }) => is_chosen(id),
            (Some(Self::AcceptanceDropped), MessengerEvent::Receipt { ids, .. }) => {
                ids.iter().any(is_chosen)
            }
            (Some(Self::OptOutDropped), MessengerEvent::Incoming(message)) => {
                Words::default().decision(&message.text) == Some(Decision::Stop)
            }
            _ => false,
        }
    }

    /// Something wrong happens to the store when the program starts.
    pub async fn at_start(self, store: &Store) {
        let done = match self {
            Self::DoubtSkipped => store.write(skip_first_in_doubt).await,
            Self::PauseForgotten => store.write(go_on).await,
            _ => Ok(()),
        };
        done.unwrap();
    }
}

/// One id in eight.
fn is_chosen(id: &MessageId) -> bool {
    matches!(id.as_str().bytes().last(), Some(b'0' | b'1'))
}

fn skip_first_in_doubt(tx: &Tx<'_>) -> Result<(), store::StoreError> {
    for campaign in campaigns::list_open(tx)? {
        if let Some(part) = outbox::in_doubt(tx, campaign.id)?.first() {
            let now = domain::Timestamp(0);
            outbox::apply(tx, *part, PartEvent::Accepted, now, None)?;
            return Ok(());
        }
    }
    Ok(())
}

fn go_on(tx: &Tx<'_>) -> Result<(), store::StoreError> {
    for campaign in campaigns::list_open(tx)? {
        if campaign.state == CampaignState::Paused {
            let now = domain::Timestamp(0);
            campaigns::set_state(tx, campaign.id, CampaignState::Running, None, now)?;
        }
    }
    Ok(())
}
