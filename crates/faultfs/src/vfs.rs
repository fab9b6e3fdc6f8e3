//! The table of C functions that makes the disk one of SQLite's file systems.
//!
//! What all of it rests on: SQLite calls the functions of a file only between a
//! successful open and its close, never two of one file at the same time, and
//! with the pointers that its documentation of `sqlite3_vfs` and
//! `sqlite3_io_methods` promises.

use crate::SharedDisk;
use crate::disk::{Opened, Trouble};
use crate::lock;
use crate::shm::Shm;
use rusqlite::ffi;
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering, fence};

/// Long enough for the names that tests use.
const LONGEST_NAME: c_int = 512;

/// As Unix does where a disk says nothing about it.
const SECTOR: c_int = 4096;

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

/// Makes the disk known to SQLite under a new name, for as long as the process
/// lives: its table is never taken back, because a connection may still use it.
pub(crate) fn register(disk: &SharedDisk) -> Result<String, c_int> {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let name = format!("faultfs-{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let c_name = CString::new(name.as_str()).map_err(|_| ffi::SQLITE_MISUSE)?;
    let size = c_int::try_from(size_of::<File>()).map_err(|_| ffi::SQLITE_MISUSE)?;
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

fn code(trouble: Trouble, io: c_int) -> c_int {
    match trouble {
        Trouble::Full => ffi::SQLITE_FULL,
        Trouble::Io => io,
    }
}

fn answer(result: Result<(), Trouble>, io: c_int) -> c_int {
    result.map_or_else(|trouble| code(trouble, io), |()| ffi::SQLITE_OK)
}

fn size(number: impl TryInto<usize>) -> usize {
    number.try_into().unwrap_or(0)
}

/// # Safety
/// `vfs` is a table of [`register`].
unsafe fn disk_of<'a>(vfs: *mut ffi::sqlite3_vfs) -> &'a SharedDisk {
    // SAFETY: the data of such a table is a box that was leaked, so what it
    // points to lives for ever, and nobody changes it.
    unsafe { &*(*vfs).pAppData.cast::<SharedDisk>() }
}

/// # Safety
/// `file` was filled by [`open`] and not closed, and no other reference to its
/// body lives.
unsafe fn body<'a>(file: *mut ffi::sqlite3_file) -> &'a mut Body {
    // SAFETY: `open` stored a pointer from a box there.
    unsafe { &mut *(*file.cast::<File>()).body }
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
    let place = file.cast::<File>();
    // SAFETY: SQLite allots `szOsFile` bytes, which is the size of `File`,
    // aligned for any. No methods: nothing to close when opening fails.
    unsafe { (*place).head.pMethods = ptr::null() };
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
    let body = Box::into_raw(Box::new(Body {
        disk: Arc::clone(disk),
        opened,
        shm: None,
    }));
    // SAFETY: as above; `out_flags` is null or a place for a number.
    unsafe {
        (*place).body = body;
        (*place).head.pMethods = &raw const METHODS;
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
        let (name, value) = (text(*words.add(1)), *words.add(2));
        if !name.is_some_and(|name| name.eq_ignore_ascii_case("synchronous")) {
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
