"""What Python says of packed files that are damaged, cut, or packed in a way that it does not know."""

import gzip
import lzma
import zipfile
import zlib

DAMAGED = (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError)
