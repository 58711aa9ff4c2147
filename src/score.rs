//! The score: bounded, explained finding by finding, never diluted by length.
