"""A ZIP archive of a folder, the same bytes from the same files: zip_folder.py FOLDER ARCHIVE."""
import sys
import time
import zipfile
from pathlib import Path

folder, archive = Path(sys.argv[1]), sys.argv[2]
with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        status = path.stat()
        entry = zipfile.ZipInfo(str(path.relative_to(folder.parent)), time.gmtime(status.st_mtime)[:6])
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = status.st_mode << 16
        packed.writestr(entry, path.read_bytes(), compresslevel=9)
