//! How the workers are linked.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        // One piece of data for each constant: xtask/lean.mjs takes out what nothing reads.
        println!("cargo:rustc-link-arg-bins=--no-merge-data-segments");
    }
}
