"""Write files in full or not at all, even when the power fails, and compute their digests."""

import errno
import hashlib
import os
import re

WITHOUT_SYNC = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP)  # errors of drives that cannot sync
LEFT = re.compile(r"\..+\.(json|toml|parquet|svg|png)\.\d+\.tmp")  # left by a killed process


def digest(data):
    """A short hash of text or bytes: 16 hexadecimal digits."""
    return digest_of_all([data])


def digest_of_all(parts):
    """The digest of texts or bytes one after the other, without putting them together in memory."""
    found = hashlib.blake2b(digest_size=8)
    for part in parts:
        found.update(as_bytes(part))
    return found.hexdigest()


def digest_of(path):
    """The digest of a file, or "" if it cannot be read."""
    try:
        return digest(path.read_bytes())
    except OSError:
        return ""


def as_bytes(data):
    """Text as UTF-8 (what has no letter in it is written as an escape); bytes as they are."""
    return data.encode("utf-8", "backslashreplace") if isinstance(data, str) else data


def write_whole(path, data):
    """Write text or bytes in full or not at all. Raises OSError with the name of the file."""
    part, data = path.with_name(f".{path.name}.{os.getpid()}.tmp"), as_bytes(data)
    try:
        with open(part, "wb") as file:
            file.write(data)
            file.flush()
            sync(file.fileno())
        os.replace(part, path)
        sync_folder(path.parent)
    except OSError as error:  # a full disk gives no file name
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        part.unlink(missing_ok=True)


def sync(descriptor):
    """Sync a file or a folder to the disk before going on."""
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in WITHOUT_SYNC:
            raise


def sync_folder(folder):
    """Sync the names in a folder to the disk; Windows does so by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)


def tidy(*folders):
    """Remove unfinished files of killed processes from these folders."""
    for folder in folders:
        for path in folder.iterdir() if folder.is_dir() else ():
            if LEFT.fullmatch(path.name):
                path.unlink(missing_ok=True)
