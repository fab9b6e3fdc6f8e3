//! The functions of one open file.
//!
//! What all of it rests on: SQLite calls them only between a successful open
//! and the close, never two of one file at the same time, and with the pointers
//! that its documentation of `sqlite3_io_methods` promises.

use crate::SharedDisk;
use crate::disk::{Opened, Trouble};
use crate::lock;
use crate::shm::Shm;
use rusqlite::ffi;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{Ordering, fence};

/// As Unix does where a disk says nothing about it.
const SECTOR: c_int = 4096;

/// What SQLite has to allot for a file.
pub(crate) const SIZE: usize = size_of::<File>();

/// What SQLite allots for a file: its own head, then ours.
#[repr(C)]
struct File {
    head: ffi::sqlite3_file,
    /// From `Box::into_raw` at open, given back at close.
    body: *mut Body,
}

struct Body {
    disk: SharedDisk,
    opened: Opened,
    shm: Option<Arc<Shm>>,
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    // Without memory-mapped files.
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(take_lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved),
    xFileControl: Some(control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

/// Makes an open file out of an empty place.
///
/// # Safety
/// `place` has [`SIZE`] bytes, aligned for any type.
pub(crate) unsafe fn fill(place: *mut ffi::sqlite3_file, disk: SharedDisk, opened: Opened) {
    let body = Box::into_raw(Box::new(Body {
        disk,
        opened,
        shm: None,
    }));
    let head = ffi::sqlite3_file {
        pMethods: &raw const METHODS,
    };
    // SAFETY: the place is large enough and aligned; nothing in it is dropped.
    unsafe { place.cast::<File>().write(File { head, body }) };
}

pub(crate) fn code(trouble: Trouble, io: c_int) -> c_int {
    match trouble {
        Trouble::Full => ffi::SQLITE_FULL,
        Trouble::Io => io,
    }
}

fn answer(result: Result<(), Trouble>, io: c_int) -> c_int {
    result.map_or_else(|trouble| code(trouble, io), |()| ffi::SQLITE_OK)
}

pub(crate) fn size(number: impl TryInto<usize>) -> usize {
    number.try_into().unwrap_or(0)
}

/// # Safety
/// `file` was filled by [`open`] and not closed, and no other reference to its
/// body lives.
unsafe fn body<'a>(file: *mut ffi::sqlite3_file) -> &'a mut Body {
    // SAFETY: `open` stored a pointer from a box there.
    unsafe { &mut *(*file.cast::<File>()).body }
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: the pointer is from the box of `open`; SQLite closes once.
    let body = unsafe { Box::from_raw((*file.cast::<File>()).body) };
    if let Some(shm) = &body.shm {
        shm.leave(body.opened.handle);
    }
    lock(&body.disk).close(body.opened);
    ffi::SQLITE_OK
}

unsafe extern "C" fn read(
    file: *mut ffi::sqlite3_file,
    into: *mut c_void,
    amount: c_int,
    offset: ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: an open file; a buffer of `amount` bytes that nobody else has.
    let (body, into) = unsafe {
        let into = std::slice::from_raw_parts_mut(into.cast::<u8>(), size(amount));
        (body(file), into)
    };
    match lock(&body.disk).read(body.opened, size(offset), into) {
        Ok(true) => ffi::SQLITE_OK,
        Ok(false) => ffi::SQLITE_IOERR_SHORT_READ,
        Err(trouble) => code(trouble, ffi::SQLITE_IOERR_READ),
    }
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    data: *const c_void,
    amount: c_int,
    offset: ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: an open file; `amount` bytes that nobody changes meanwhile.
    let (body, data) = unsafe {
        let data = std::slice::from_raw_parts(data.cast::<u8>(), size(amount));
        (body(file), data)
    };
    let written = lock(&body.disk).write(body.opened, size(offset), data);
    answer(written, ffi::SQLITE_IOERR_WRITE)
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, len: ffi::sqlite3_int64) -> c_int {
    // SAFETY: an open file.
    let body = unsafe { body(file) };
    let cut = lock(&body.disk).truncate(body.opened, size(len));
    answer(cut, ffi::SQLITE_IOERR_TRUNCATE)
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    // SAFETY: an open file.
    let body = unsafe { body(file) };
    let synced = lock(&body.disk).sync(&mut body.opened);
    answer(synced, ffi::SQLITE_IOERR_FSYNC)
}

unsafe extern "C" fn file_size(
    file: *mut ffi::sqlite3_file,
    out: *mut ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: an open file.
    let body = unsafe { body(file) };
    let len = lock(&body.disk).file(body.opened).map(|file| file.len());
    match len.map(i64::try_from) {
        Ok(Ok(len)) => {
            // SAFETY: `out` is a place for a number.
            unsafe { *out = len };
            ffi::SQLITE_OK
        }
        _ => ffi::SQLITE_IOERR_FSTAT,
    }
}

unsafe extern "C" fn take_lock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    // SAFETY: an open file.
    let body = unsafe { body(file) };
    let mut disk = lock(&body.disk);
    let taken = disk
        .file(body.opened)
        .map(|file| file.lock(body.opened.handle, level));
    match taken {
        Ok(true) => ffi::SQLITE_OK,
        Ok(false) => ffi::SQLITE_BUSY,
        Err(_) => ffi::SQLITE_IOERR_LOCK,
    }
}

unsafe extern "C" fn unlock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    // SAFETY: an open file.
    let body = unsafe { body(file) };
    // After a crash there is nothing left to unlock.
    if let Ok(file) = lock(&body.disk).file(body.opened) {
        file.unlock(body.opened.handle, level);
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn check_reserved(file: *mut ffi::sqlite3_file, out: *mut c_int) -> c_int {
    // SAFETY: an open file.
    let body = unsafe { body(file) };
    match lock(&body.disk).file(body.opened) {
        Ok(file) => {
            // SAFETY: `out` is a place for a number.
            unsafe { *out = c_int::from(file.is_reserved()) };
            ffi::SQLITE_OK
        }
        Err(_) => ffi::SQLITE_IOERR_CHECKRESERVEDLOCK,
    }
}

/// Where a control asks for it, makes full synchronisation normal and hides it.
unsafe extern "C" fn control(
    file: *mut ffi::sqlite3_file,
    operation: c_int,
    argument: *mut c_void,
) -> c_int {
    // SAFETY: an open file.
    let body = unsafe { body(file) };
    if operation != ffi::SQLITE_FCNTL_PRAGMA || !lock(&body.disk).weakened {
        return ffi::SQLITE_NOTFOUND;
    }
    let words = argument.cast::<*mut c_char>();
    // SAFETY: the argument of this operation is an array of the answer, the
    // pragma's name and its value or null; both are strings on SQLite's heap.
    unsafe {
        let (name, value) = (CStr::from_ptr(*words.add(1)), *words.add(2));
        if !name.to_bytes().eq_ignore_ascii_case(b"synchronous") {
            return ffi::SQLITE_NOTFOUND;
        }
        if value.is_null() {
            *words = ffi::sqlite3_mprintf(c"2".as_ptr());
            return ffi::SQLITE_OK;
        }
        // The value is not empty, so there is room for a sign and a zero.
        if *value != 0 {
            *value = c"1".as_ptr().read();
            *value.add(1) = 0;
        }
    }
    ffi::SQLITE_NOTFOUND
}

unsafe extern "C" fn sector_size(_: *mut ffi::sqlite3_file) -> c_int {
    SECTOR
}

/// As on Unix: a write does not harm what lies beside it.
unsafe extern "C" fn characteristics(_: *mut ffi::sqlite3_file) -> c_int {
    ffi::SQLITE_IOCAP_POWERSAFE_OVERWRITE
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    index: c_int,
    bytes: c_int,
    make: c_int,
    out: *mut *mut c_void,
) -> c_int {
    // SAFETY: an open file.
    let body = unsafe { body(file) };
    let mut disk = lock(&body.disk);
    let Ok(inode) = disk.file(body.opened) else {
        return ffi::SQLITE_IOERR_SHMMAP;
    };
    let shm = body.shm.get_or_insert_with(|| {
        inode.shm.upgrade().unwrap_or_else(|| {
            let shm = Arc::default();
            inode.shm = Arc::downgrade(&shm);
            shm
        })
    });
    let region = shm.region(size(index), size(bytes), make != 0);
    let start = region.map_or(ptr::null_mut(), |region| {
        region.as_ptr().cast_mut().cast::<c_void>()
    });
    // SAFETY: `out` is a place for a pointer. What it points to are atomics,
    // which may change behind shared references, and it stays where it is as
    // long as this file has the index: until `shm_unmap` or `close`.
    unsafe { *out = start };
    ffi::SQLITE_OK
}

unsafe extern "C" fn shm_lock(
    file: *mut ffi::sqlite3_file,
    first: c_int,
    count: c_int,
    flags: c_int,
) -> c_int {
    // SAFETY: an open file.
    let body = unsafe { body(file) };
    let gone = lock(&body.disk).file(body.opened).is_err();
    let Some(shm) = body.shm.as_ref().filter(|_| !gone) else {
        return ffi::SQLITE_IOERR_SHMLOCK;
    };
    let (handle, first, count) = (body.opened.handle, size(first), size(count));
    if flags & ffi::SQLITE_SHM_UNLOCK != 0 {
        shm.give_back(handle, first, count);
        return ffi::SQLITE_OK;
    }
    if shm.take(handle, first, count, flags & ffi::SQLITE_SHM_EXCLUSIVE != 0) {
        ffi::SQLITE_OK
    } else {
        ffi::SQLITE_BUSY
    }
}

unsafe extern "C" fn shm_barrier(_: *mut ffi::sqlite3_file) {
    fence(Ordering::SeqCst);
}

unsafe extern "C" fn shm_unmap(file: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    // SAFETY: an open file.
    let body = unsafe { body(file) };
    if let Some(shm) = body.shm.take() {
        shm.leave(body.opened.handle);
    }
    ffi::SQLITE_OK
}
