#![allow(clippy::unwrap_used)]

use super::*;

fn names(folder: &Path) -> Vec<String> {
    let found = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = found
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_file_that_is_not_kept_leaves_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("informe.csv");
    write_whole(&path, b"before").unwrap();
    let mut part = Part::create(&path).unwrap();
    part.write_all(b"half").unwrap();
    assert_eq!(names(folder.path()).len(), 2);
    drop(part);
    assert_eq!(names(folder.path()), ["informe.csv"]);
    assert_eq!(fs::read(&path).unwrap(), b"before");

    let mut part = Part::create(&path).unwrap();
    part.write_all(b"after").unwrap();
    part.keep().unwrap();
    assert_eq!(names(folder.path()), ["informe.csv"]);
    assert_eq!(fs::read(&path).unwrap(), b"after");
}

#[test]
fn a_folder_is_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let refused = write_whole(folder.path(), b"x").unwrap_err();
    assert_eq!(refused.code(), "file_is_folder");
    let refused = write_whole(Path::new(""), b"x").unwrap_err();
    assert_eq!(refused.code(), "no_file_name");
    assert!(names(folder.path()).is_empty());
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::io::Read as _;
    use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _, symlink};

    #[test]
    fn a_link_stays_and_what_it_leads_to_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("lejos")).unwrap();
        fs::write(at("lejos/informe.csv"), "before").unwrap();
        // By a second link, and from where the first one lies.
        symlink("lejos/informe.csv", at("segundo")).unwrap();
        symlink("segundo", at("primero")).unwrap();
        let old = File::open(at("primero")).unwrap();
        write_whole(&at("primero"), b"after").unwrap();
        assert!(at("primero").is_symlink() && at("segundo").is_symlink());
        assert_eq!(fs::read(at("lejos/informe.csv")).unwrap(), b"after");
        assert_eq!(io::read_to_string(old).unwrap(), "before", "in one step");
        assert_eq!(names(&at("lejos")), ["informe.csv"]);

        // A link to nothing yet makes the file to which it leads.
        symlink("lejos/nuevo.csv", at("tercero")).unwrap();
        write_whole(&at("tercero"), b"new").unwrap();
        assert!(at("tercero").is_symlink());
        assert_eq!(fs::read(at("lejos/nuevo.csv")).unwrap(), b"new");

        symlink("giro", at("giro")).unwrap();
        let refused = write_whole(&at("giro"), b"x").unwrap_err();
        assert_eq!(refused.code(), "cannot_write");
        assert!(at("giro").is_symlink());
    }

    #[test]
    fn a_file_that_others_may_not_read_stays_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("clientes.csv");
        fs::write(&path, "before").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        write_whole(&path, b"after").unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_pipe_is_written_to_and_stays_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tubo");
        rustix::fs::mkfifoat(
            rustix::fs::CWD,
            &path,
            rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
        )
        .unwrap();
        let reading = std::thread::spawn({
            let path = path.clone();
            move || {
                let mut text = String::new();
                File::open(path).unwrap().read_to_string(&mut text).unwrap();
                text
            }
        });
        write_whole(&path, b"down the pipe").unwrap();
        assert_eq!(reading.join().unwrap(), "down the pipe");
        assert!(fs::metadata(&path).unwrap().file_type().is_fifo());
        assert_eq!(names(folder.path()), ["tubo"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_is_open_already_is_added_to() {
        use std::os::fd::AsRawFd as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("registro");
        fs::write(&path, "before, ").unwrap();
        let open = File::options().append(true).open(&path).unwrap();
        for root in ["/proc/self/fd", "/dev/fd"] {
            let name = format!("{root}/{}", open.as_raw_fd());
            write_whole(Path::new(&name), b"after ").unwrap();
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), "before, after after ");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_device_is_told_and_left_alone() {
        let full = Path::new("/dev/full");
        let refused = write_whole(full, b"x").unwrap_err();
        assert_eq!(refused.code(), "cannot_write");
        let told = refused.view("es").message;
        assert!(told.contains("no queda lugar"), "{told}");
        assert!(fs::metadata(full).unwrap().file_type().is_char_device());
    }
}
