//! A folder of height tiles.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use osm::{HeightTile, OsmError, TileName};

use crate::failure::Failure;

/// Files by the upper-case names of their tiles, such as `N38E112`.
pub(crate) struct Elevation(BTreeMap<String, PathBuf>);

/// Letters and digits in the name of a tile.
const NAME_LENGTH: usize = 7;

impl Elevation {
    /// Lists the `.hgt` and `.hgt.zip` files of a folder, `N38E112.SRTMGL1.hgt.zip` too.
    pub(crate) fn list(directory: &Path) -> Result<Self, Failure> {
        let failed = |error| Failure::input(directory.display(), error);
        let mut files = BTreeMap::new();
        for entry in std::fs::read_dir(directory).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let name = name.to_ascii_uppercase();
            let is_tile = [".HGT", ".HGT.ZIP"].iter().any(|end| name.ends_with(end));
            if let (true, Some(tile)) = (is_tile, name.get(..NAME_LENGTH)) {
                // Of several files of a tile the first by name, so that two runs agree.
                let place = files.entry(tile.to_owned()).or_insert_with(|| path.clone());
                if path < *place {
                    *place = path;
                }
            }
        }
        if files.is_empty() {
            let problem = "no .hgt or .hgt.zip file, expected names such as N38E112.hgt";
            return Err(Failure::input(directory.display(), problem));
        }
        Ok(Self(files))
    }

    /// Reads a tile, if the folder has it.
    pub(crate) fn load(&self, name: TileName) -> Result<Option<HeightTile>, OsmError> {
        let Some(path) = self.0.get(&name.to_string()) else {
            return Ok(None);
        };
        let file = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| OsmError::Unreadable {
            file: file.clone(),
            place: "file".into(),
            problem: error.to_string(),
        })?;
        HeightTile::read(name, &file, &bytes).map(Some)
    }
}
