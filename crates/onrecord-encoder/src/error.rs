//! What can be wrong with the weights.

/// Why the encoder could not be loaded. The only error of this crate: once loaded, every input gives an output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EncoderError {
    /// A file of the model is not the one its description was written for.
    Corrupted {
        /// Name of the file.
        file: String,
        /// SHA-256 that the description asks for, hexadecimal.
        expected: String,
        /// SHA-256 of the bytes at hand.
        found: String,
    },
    /// A file of the model cannot be understood.
    Unreadable {
        /// Name of the file.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A weight is missing or has another shape than the description says.
    Weight {
        /// Name of the file.
        file: String,
        /// Name of the weight.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl std::fmt::Display for EncoderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            EncoderError::Corrupted { file, expected, found } => write!(
                f,
                "model file {file} is damaged: its SHA-256 is {found}, model.json asks for {expected}; install the program again or rebuild it from a clean checkout"
            ),
            EncoderError::Unreadable { file, reason } => {
                write!(
                    f,
                    "model file {file} cannot be read: {reason}; install the program again or rebuild it from a clean checkout"
                )
            }
            EncoderError::Weight { file, name, reason } => {
                write!(f, "weight {name} of {file}: {reason}; model.json and the weights come from different exports")
            }
        }
    }
}

impl std::error::Error for EncoderError {}
