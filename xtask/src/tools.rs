//! What the commands need on the machine: looked for first, installed where that is allowed, else named
//! with the one line to type.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::Step;

/// The root of the checkout that is worked on: not the one this was compiled in, for builds may be shared between checkouts.
pub(crate) fn root() -> PathBuf {
    env::var_os("CARGO_MANIFEST_DIR").as_deref().map(Path::new).and_then(Path::parent).map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Where builds are kept between runs: outside the checkout.
pub(crate) fn target() -> PathBuf {
    if let Some(given) = env::var_os("CARGO_TARGET_DIR") {
        return given.into();
    }
    let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from).or_else(|| env::var_os("HOME").map(|h| PathBuf::from(h).join(".cache")));
    cache.map_or_else(|| root().join("target"), |c| c.join("shien/target"))
}

/// A cargo that builds there. What `cargo run` says to this program of itself is not handed on: build scripts that read it (of `ring`, on
/// which half of the libraries stand) would run again for every other checkout.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root()).env("CARGO_TARGET_DIR", target());
    let own = ["CARGO_MANIFEST_", "CARGO_PKG_", "CARGO_CRATE_", "CARGO_BIN_"];
    for (name, _) in env::vars_os().filter(|(name, _)| own.iter().any(|own| name.to_string_lossy().starts_with(own))) {
        command.env_remove(name);
    }
    command
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> Step {
    let told =
        format!("{} {}", command.get_program().display(), command.get_args().map(|a| a.to_string_lossy()).collect::<Vec<_>>().join(" "));
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!("`{told}` failed; its words are above")),
        Err(error) => Err(format!("`{told}` can't be started: {error}")),
    }
}

/// A program on the path.
pub(crate) fn on_path(names: &[&str]) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    names.iter().find_map(|name| env::split_paths(&folders).map(|f| f.join(name)).find(|p| p.is_file()))
}

/// Whether Debian packages may be installed here.
fn may_install() -> bool {
    let root = Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout.starts_with(b"0"));
    root && on_path(&["apt-get"]).is_some()
}

/// Installs a Debian package, or says the one line to type.
pub(crate) fn debian(package: &str) -> Step {
    if !may_install() {
        return Err(format!("`{package}` is missing; install it, on Debian with: sudo apt-get install {package}"));
    }
    eprintln!("xtask: installing {package}");
    let quiet = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null());
        run(&mut command)
    };
    if quiet(&["install", "-y", "--no-install-recommends", package]).is_ok() {
        return Ok(());
    }
    quiet(&["update"])?;
    quiet(&["install", "-y", "--no-install-recommends", package])
}

/// A Chromium to drive.
pub(crate) fn chromium() -> Step<PathBuf> {
    let look = || env::var_os("CHROMIUM").map(PathBuf::from).or_else(|| on_path(&["chromium", "chromium-browser", "google-chrome"]));
    if let Some(found) = look() {
        return Ok(found);
    }
    debian("chromium")?;
    look().ok_or_else(|| "Chromium was installed but is not on the path".to_owned())
}

/// An nginx to stand before two processes.
pub(crate) fn nginx() -> Step<PathBuf> {
    // Debian keeps it where only root looks.
    let look = || on_path(&["nginx"]).or_else(|| Some(PathBuf::from("/usr/sbin/nginx")).filter(|p| p.is_file()));
    if let Some(found) = look() {
        return Ok(found);
    }
    debian("nginx-light")?;
    look().ok_or_else(|| "nginx was installed but is not found".to_owned())
}

/// Copies a file, unless the copy is there: what is built from it is not built again for a newer date alone.
fn copy(from: &Path, to: &Path) -> Step {
    let wrong = |e: std::io::Error| format!("{}: {e}", from.display());
    if fs::read(to).ok() == Some(fs::read(from).map_err(wrong)?) { Ok(()) } else { fs::copy(from, to).map(|_| ()).map_err(wrong) }
}

/// Fetches the front-end parts from the package registry and lays out what the pages serve.
pub(crate) fn front_end() -> Step {
    let root = root();
    let npm = on_path(&["npm"]).ok_or("Node.js with npm is missing; install Node.js 20 or later from your system's packages")?;
    let lock = fs::read(root.join("package-lock.json")).map_err(|e| format!("package-lock.json: {e}"))?;
    let stamp = root.join("node_modules/.shien-lock");
    if fs::read(&stamp).ok().as_ref() != Some(&lock) {
        eprintln!("xtask: fetching front-end packages");
        run(Command::new(npm).args(["ci", "--ignore-scripts", "--loglevel=error"]).current_dir(&root))?;
        fs::write(&stamp, &lock).map_err(|e| e.to_string())?;
    }
    let vendor = root.join("crates/ui/vendor");
    let modules = root.join("node_modules");
    let lay_out = |from: &str, to: &str| -> Step {
        let to = vendor.join(to);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(|e| e.to_string())?;
        }
        copy(&modules.join(from), &to)
    };
    lay_out("htmx.org/dist/htmx.min.js", "htmx.min.js")?;
    lay_out("@digital-go-jp/design-tokens/dist/tokens.css", "tokens.css")?;
    let fonts = "@fontsource/biz-udpgothic";
    for weight in ["400", "700"] {
        lay_out(&format!("{fonts}/{weight}.css"), &format!("fonts/{weight}.css"))?;
    }
    let files = fs::read_dir(modules.join(fonts).join("files")).map_err(|e| e.to_string())?;
    for file in files {
        let name = file.map_err(|e| e.to_string())?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".woff2") {
            lay_out(&format!("{fonts}/files/{name}"), &format!("fonts/files/{name}"))?;
        }
    }
    // The same typeface for papers: browsers take it in pieces, papers whole.
    let papers = root.join("crates/documents/vendor/fonts");
    fs::create_dir_all(&papers).map_err(|e| e.to_string())?;
    let (biz, noto) = ("biz-udpgothic", "noto-sans-jp");
    for (family, weight, name) in [
        (biz, "400Regular", "BIZUDPGothic_400Regular.ttf"),
        (biz, "700Bold", "BIZUDPGothic_700Bold.ttf"),
        // For the signs of names that the other does not have.
        (noto, "400Regular", "NotoSansJP_400Regular.ttf"),
        // For units, formulas and symbols of industry, and letters of other countries' Latin.
        ("noto-sans", "400Regular", "NotoSans_400Regular.ttf"),
        ("noto-sans-math", "400Regular", "NotoSansMath_400Regular.ttf"),
        ("noto-sans-symbols", "400Regular", "NotoSansSymbols_400Regular.ttf"),
        ("noto-sans-symbols-2", "400Regular", "NotoSansSymbols2_400Regular.ttf"),
    ] {
        copy(&modules.join("@expo-google-fonts").join(family).join(weight).join(name), &papers.join(name))?;
    }
    Ok(())
}
