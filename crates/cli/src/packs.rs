//! `yilu packs`: the list of what a site offers, which the page reads first.

use std::path::{Component, Path, PathBuf};

use ::packs::{Digest, FileKind, Pack, PackFile, Packs};
use container::About;
use sha2::{Digest as _, Sha256};

use crate::failure::Failure;
use crate::{bases, files};

/// The name of the list.
pub(crate) const LIST: &str = "packs.json";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folders with roads.yilu, stations.yilu, vehicles.yilu and, where there is one, guide.yilu; the
    /// first is shown to who has not chosen
    #[arg(required = true)]
    folders: Vec<PathBuf>,
    /// An archive of a base map (.pmtiles), which drivers may keep for when there is no network
    #[arg(long)]
    base: Vec<PathBuf>,
    /// The list to write: all folders and archives are beside it or below
    #[arg(long)]
    out: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let packs = write(&arguments.folders, &arguments.base, &arguments.out)?;
    for pack in &packs.packs {
        let (id, title, bytes) = (&pack.id, &pack.title, pack.bytes());
        eprintln!("{id}: {} {}, {bytes} bytes", title.zh, title.en);
    }
    for base in &packs.bases {
        eprintln!("{}: base map, {} bytes", base.path, base.bytes);
    }
    Ok(())
}

/// Writes the list of the packs in `folders`, and of the base maps.
pub(crate) fn write(folders: &[PathBuf], bases: &[PathBuf], out: &Path) -> Result<Packs, Failure> {
    let beside = absolute(out.parent().unwrap_or(Path::new("")))?;
    let packs = folders.iter().map(|folder| pack(folder, &beside));
    let bases = bases
        .iter()
        .map(|path| bases::base(path, listed(path, &beside)?));
    let listed = Packs {
        packs: packs.collect::<Result<_, _>>()?,
        bases: bases.collect::<Result<_, _>>()?,
    };
    let text = listed.write();
    // The page refuses what it cannot use: so does this.
    let packs = Packs::read(&text).map_err(|error| Failure::input(out.display(), error))?;
    files::write(out, text.as_bytes())?;
    Ok(packs)
}

fn pack(folder: &Path, beside: &Path) -> Result<Pack, Failure> {
    let (mut about, mut demo, mut files_of) = (None::<About>, false, Vec::new());
    for kind in FileKind::OF_PACK {
        let path = folder.join(kind.file_name());
        if kind == FileKind::Guide && !path.exists() {
            continue;
        }
        let bytes = files::read(&path)?;
        let contents =
            container::read(&bytes).map_err(|error| Failure::input(path.display(), error))?;
        if contents.kind.to_string() != kind.name() {
            let problem = format!("found {}, expected {}", contents.kind, kind.name());
            return Err(Failure::input(path.display(), problem));
        }
        demo |= contents.about.demo;
        about.get_or_insert(contents.about);
        files_of.push(PackFile {
            kind,
            path: listed(&path, beside)?,
            bytes: u32::try_from(bytes.len())
                .map_err(|_| Failure::input(path.display(), "longer than 4 GiB"))?,
            sha256: Digest(Sha256::digest(&bytes).into()),
        });
    }
    let about = about.ok_or_else(|| Failure::input(folder.display(), "no roads.yilu"))?;
    Ok(Pack {
        id: about.id,
        title: about.title,
        edition: about.edition,
        demo,
        bounds: about.bounds,
        files: files_of,
    })
}

/// How a list in the folder `beside` names a file.
fn listed(path: &Path, beside: &Path) -> Result<String, Failure> {
    let (place, name) = (path.parent().unwrap_or(Path::new("")), path.file_name());
    let place = absolute(place)?;
    let below = place.strip_prefix(beside).map_err(|_| {
        let expected = format!("expected a place in {}", beside.display());
        Failure::input(path.display(), expected)
    })?;
    let below = below.join(name.unwrap_or_default());
    let parts = below.iter().map(|part| part.to_string_lossy());
    Ok(parts.collect::<Vec<_>>().join("/"))
}

/// The same place from the root, without `.` and `..`; it need not be there.
fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    let path = std::path::absolute(path.join("."))
        .map_err(|error| Failure::other(path.display(), error))?;
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => plain.push(part),
        }
    }
    Ok(plain)
}
