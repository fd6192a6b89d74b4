//! Archives of base maps: what a page could not draw is refused before it is listed.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::Path;

use ::packs::{Digest, FileKind, PackFile};
use flate2::read::GzDecoder;
use sha2::{Digest as _, Sha256};
use tiles::{DEPTH_MAX, DIRECTORY_MAX, Directory, Found, Header, Packing, Section, WrongArchive};

use crate::failure::Failure;
use crate::files;

/// The entry of the archive at `path`, which is listed as `listed`.
pub(crate) fn base(path: &Path, listed: String) -> Result<PackFile, Failure> {
    let bytes = files::read(path)?;
    check(&bytes).map_err(|wrong| Failure::input(path.display(), wrong))?;
    Ok(PackFile {
        kind: FileKind::Base,
        path: listed,
        bytes: u32::try_from(bytes.len())
            .map_err(|_| Failure::input(path.display(), "longer than 4 GiB"))?,
        sha256: Digest(Sha256::digest(&bytes).into()),
    })
}

/// Goes through all directories, each once; what they tell of tiles is compared with the file.
fn check(archive: &[u8]) -> Result<(), WrongArchive> {
    let header = Header::read(archive, archive.len() as u64)?;
    let (mut left, mut seen) = (vec![(header.root, 1)], BTreeSet::new());
    while let Some((section, depth)) = left.pop() {
        let directory = Directory::read(&unpacked(archive, section, header.packing)?)?;
        for found in directory.all(&header) {
            let Found::Leaf(leaf) = found? else { continue };
            if depth == DEPTH_MAX || !seen.insert(leaf.from) {
                let expected = format!("each once, {DEPTH_MAX} one within another at most");
                return Err(WrongArchive::new("leaf directory", "a loop", expected));
            }
            left.push((leaf, depth + 1));
        }
    }
    Ok(())
}

fn unpacked(archive: &[u8], section: Section, packing: Packing) -> Result<Vec<u8>, WrongArchive> {
    let part = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
    let packed = section
        .end()
        .and_then(|end| archive.get(part(section.from)..part(end)));
    let packed = packed.unwrap_or_default();
    if packing == Packing::Plain {
        return Ok(packed.to_vec());
    }
    let (mut bytes, most) = (Vec::new(), DIRECTORY_MAX as u64);
    let read = GzDecoder::new(packed)
        .take(most + 1)
        .read_to_end(&mut bytes);
    match read {
        Ok(length) if length <= DIRECTORY_MAX => Ok(bytes),
        Ok(_) => {
            let expected = format!("{DIRECTORY_MAX} bytes at most");
            Err(WrongArchive::new("directory", "more", expected))
        }
        Err(error) => Err(WrongArchive::new("directory", error, "what gzip packed")),
    }
}
