//! The table of C functions that makes the disk one of SQLite's file systems:
//! what is asked of the system as a whole.
//!
//! What all of it rests on: SQLite calls the functions with the pointers that
//! its documentation of `sqlite3_vfs` promises.

use crate::SharedDisk;
use crate::file::{self, code, size};
use crate::lock;
use rusqlite::ffi;
use std::ffi::{CStr, CString, c_char, c_int};
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Long enough for the names that tests use.
const LONGEST_NAME: c_int = 512;

/// Makes the disk known to SQLite under a new name, for as long as the process
/// lives: its table is never taken back, because a connection may still use it.
pub(crate) fn register(disk: &SharedDisk) -> Result<String, c_int> {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let name = format!("faultfs-{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let c_name = CString::new(name.as_str()).map_err(|_| ffi::SQLITE_MISUSE)?;
    let size = c_int::try_from(file::SIZE).map_err(|_| ffi::SQLITE_MISUSE)?;
    let table = Box::new(ffi::sqlite3_vfs {
        iVersion: 1,
        szOsFile: size,
        mxPathname: LONGEST_NAME,
        pNext: ptr::null_mut(),
        zName: c_name.into_raw(),
        pAppData: Box::into_raw(Box::new(Arc::clone(disk))).cast(),
        xOpen: Some(open),
        xDelete: Some(delete),
        xAccess: Some(access),
        xFullPathname: Some(full_name),
        xDlOpen: None,
        xDlError: None,
        xDlSym: None,
        xDlClose: None,
        xRandomness: Some(randomness),
        xSleep: Some(sleep),
        xCurrentTime: Some(current_time),
        xGetLastError: Some(last_error),
        xCurrentTimeInt64: None,
        xSetSystemCall: None,
        xGetSystemCall: None,
        xNextSystemCall: None,
    });
    // SAFETY: the table, its name and its data are leaked, so they outlive
    // every use; they are complete and are not touched again from here.
    match unsafe { ffi::sqlite3_vfs_register(Box::into_raw(table), 0) } {
        ffi::SQLITE_OK => Ok(name),
        code => Err(code),
    }
}

/// # Safety
/// `vfs` is a table of [`register`].
unsafe fn disk_of<'a>(vfs: *mut ffi::sqlite3_vfs) -> &'a SharedDisk {
    // SAFETY: the data of such a table is a box that was leaked, so what it
    // points to lives for ever, and nobody changes it.
    unsafe { &*(*vfs).pAppData.cast::<SharedDisk>() }
}

/// # Safety
/// `name` is null or ends in a zero.
unsafe fn text(name: *const c_char) -> Option<String> {
    if name.is_null() {
        return None;
    }
    // SAFETY: not null, so it ends in a zero.
    Some(
        unsafe { CStr::from_ptr(name) }
            .to_string_lossy()
            .into_owned(),
    )
}

unsafe extern "C" fn open(
    vfs: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: SQLite allots the place. No methods: nothing to close when
    // opening fails.
    unsafe { (*file).pMethods = ptr::null() };
    // SAFETY: a name is null or ends in a zero; `vfs` is the registered table.
    let (name, disk) = unsafe { (text(name), disk_of(vfs)) };
    let Some(name) = name else {
        return ffi::SQLITE_CANTOPEN; // temporary files are kept in memory
    };
    let create = flags & ffi::SQLITE_OPEN_CREATE != 0;
    let journals =
        ffi::SQLITE_OPEN_WAL | ffi::SQLITE_OPEN_MAIN_JOURNAL | ffi::SQLITE_OPEN_SUPER_JOURNAL;
    let opened = lock(disk).open(&name, create, flags & journals != 0);
    let opened = match opened {
        Ok(opened) => opened,
        Err(trouble) => return code(trouble, ffi::SQLITE_CANTOPEN),
    };
    // SAFETY: SQLite allots `szOsFile` bytes, which is `file::SIZE`, aligned for
    // any; `out_flags` is null or a place for a number.
    unsafe {
        file::fill(file, Arc::clone(disk), opened);
        if !out_flags.is_null() {
            *out_flags = flags;
        }
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn delete(
    vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    sync_folder: c_int,
) -> c_int {
    // SAFETY: the registered table, and a name that ends in a zero.
    let (disk, name) = unsafe { (disk_of(vfs), text(name)) };
    match lock(disk).delete(&name.unwrap_or_default(), sync_folder != 0) {
        Ok(true) => ffi::SQLITE_OK,
        Ok(false) => ffi::SQLITE_IOERR_DELETE_NOENT,
        Err(trouble) => code(trouble, ffi::SQLITE_IOERR_DELETE),
    }
}

unsafe extern "C" fn access(
    vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    _: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: the registered table, and a name that ends in a zero.
    let (disk, name) = unsafe { (disk_of(vfs), text(name)) };
    match lock(disk).exists(&name.unwrap_or_default()) {
        Ok(exists) => {
            // SAFETY: `out` is a place for a number.
            unsafe { *out = c_int::from(exists) };
            ffi::SQLITE_OK
        }
        Err(_) => ffi::SQLITE_IOERR_ACCESS,
    }
}

unsafe extern "C" fn full_name(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    room: c_int,
    out: *mut c_char,
) -> c_int {
    // SAFETY: a name that ends in a zero.
    let bytes = unsafe { CStr::from_ptr(name) }.to_bytes_with_nul();
    if bytes.len() > size(room) {
        return ffi::SQLITE_CANTOPEN;
    }
    // SAFETY: `out` has `room` bytes, which are enough, and is another place.
    unsafe { ptr::copy_nonoverlapping(bytes.as_ptr().cast(), out, bytes.len()) };
    ffi::SQLITE_OK
}

/// SQLite seeds itself from the system's file system, not from this one.
unsafe extern "C" fn randomness(_: *mut ffi::sqlite3_vfs, _: c_int, _: *mut c_char) -> c_int {
    0
}

/// Nobody waits for real: a wait for a lock ends at once.
unsafe extern "C" fn sleep(_: *mut ffi::sqlite3_vfs, microseconds: c_int) -> c_int {
    microseconds
}

/// A Julian day. Statements of the program never ask the database for the hour.
unsafe extern "C" fn current_time(_: *mut ffi::sqlite3_vfs, out: *mut f64) -> c_int {
    // SAFETY: `out` is a place for a number.
    unsafe { *out = 2_461_347.0 };
    ffi::SQLITE_OK
}

unsafe extern "C" fn last_error(_: *mut ffi::sqlite3_vfs, _: c_int, _: *mut c_char) -> c_int {
    0
}
