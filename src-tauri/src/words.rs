//! The few words that the operating system shows for us: notifications and
//! the errors of this door. Everything else is said by the page or by `app`.

use app::api::{CampaignView, ErrorView};
use std::collections::BTreeMap;

/// Body of the notification at the end of a campaign.
pub fn campaign_finished(language: &str, campaign: &CampaignView) -> String {
    let counts = &campaign.counts;
    let sent = counts.sent + counts.accepted + counts.delivered + counts.read;
    let failed = counts.failed;
    match language {
        "en" => format!("Campaign completed. Sent: {sent}. Failed: {failed}."),
        "pt" => format!("Campanha concluída. Enviados: {sent}. Erros: {failed}."),
        _ => format!("Campaña completada. Enviados: {sent}. Errores: {failed}."),
    }
}

/// A command came that needs an open profile.
pub fn no_profile(language: &str) -> ErrorView {
    let message = match language {
        "en" => "No profile is open. Choose one first.",
        "pt" => "Nenhum perfil está aberto. Escolha um primeiro.",
        _ => "No hay ningún perfil abierto. Elige uno primero.",
    };
    error("no_profile", message, [])
}

/// A report could not be written to the chosen place.
pub fn cannot_save(language: &str, path: &str, cause: &std::io::Error) -> ErrorView {
    let message = match language {
        "en" => "The file could not be saved there. Choose another folder.",
        "pt" => "Não foi possível salvar o arquivo ali. Escolha outra pasta.",
        _ => "No se pudo guardar el archivo ahí. Elige otra carpeta.",
    };
    error(
        "cannot_save",
        message,
        [
            ("path".to_owned(), path.to_owned()),
            ("cause".to_owned(), cause.to_string()),
        ],
    )
}

fn error<const N: usize>(code: &str, message: &str, details: [(String, String); N]) -> ErrorView {
    ErrorView {
        code: code.to_owned(),
        message: message.to_owned(),
        details: BTreeMap::from(details),
    }
}
