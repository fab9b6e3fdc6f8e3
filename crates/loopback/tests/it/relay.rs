//! Two real clients of two accounts.

use loopback::{Config, LoopbackServer};
use whatsapp_rust::types::presence::ReceiptType;

use crate::client::Phone;

const TIENDA: &str = "+595992756462";
const CLIENTE: &str = "+595971222333";

#[tokio::test]
async fn two_clients_write_to_each_other() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let shop = Phone::linked(&server).await;
    let customer = Phone::linked_as(&server, CLIENTE, "Rosa").await;
    shop.text(CLIENTE, "3EB3A1", "Hola Rosa").await;
    assert_eq!(shop.ack("3EB3A1").await, None);
    customer.incoming("Hola Rosa").await;
    shop.receipt("3EB3A1", ReceiptType::Delivered).await;
    customer.text(TIENDA, "3EB3B1", "Hola tienda").await;
    shop.incoming("Hola tienda").await;
    customer.receipt("3EB3B1", ReceiptType::Delivered).await;
    shop.text(CLIENTE, "3EB3A2", "Segundo").await;
    customer.incoming("Segundo").await;
    assert_eq!(server.stats().undecryptable, 0);
}

#[tokio::test]
async fn two_devices_of_one_account_see_what_the_other_sends() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let desk = Phone::linked(&server).await;
    let till = Phone::linked(&server).await;
    desk.text("+595981000001", "3EB3C1", "desde el mostrador")
        .await;
    desk.receipt("3EB3C1", ReceiptType::Read).await;
    till.incoming("desde el mostrador").await;
    server.say("+595981000001", "recibido").unwrap();
    desk.incoming("recibido").await;
    till.incoming("recibido").await;
    assert_eq!(server.stats().undecryptable, 0);
}
