//! How this house speaks with the provider; the web floor carries it.

use std::pin::Pin;

use crate::secret::Secret;

/// What is asked of the provider.
pub struct ProviderQuestion {
    /// Where.
    pub url: String,
    /// The fields of a form as they are sent; without them the address is read.
    pub form: Option<String>,
    /// The header `Authorization`.
    pub authorization: Option<Secret>,
}

/// What it answered.
pub struct ProviderAnswer {
    /// Status of HTTP. Nothing is followed.
    pub status: u16,
    /// The body, of a bounded size.
    pub body: Vec<u8>,
}

/// Carries one question, within limits of time and size; the error says why there is no answer.
pub trait ProviderCarrier: Send + Sync {
    /// Ask.
    fn ask(
        &self,
        question: ProviderQuestion,
    ) -> Pin<Box<dyn Future<Output = Result<ProviderAnswer, String>> + Send + '_>>;
}
