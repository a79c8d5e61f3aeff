//! `stories --format cross`: storylines as the cross-report gold writes them (storylines, roots, claims, links).
