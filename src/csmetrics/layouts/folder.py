"""The configuration of a folder with what is to be said of the exports that lie in it."""

from pathlib import Path

from csmetrics.config import Config
from csmetrics.layouts.folder_headers import FolderHeaders
from csmetrics.sources.source import TableSource
from csmetrics.stages import stage


@stage("read")
def with_layouts(folder: Path, config: Config) -> Config:
    """The configuration, with what is to be said of the exports in a folder that are recognised or named.

    Raises DataError where two files could be one table, where something is left to decide, and where a layout that
    is named does not fit; UnknownNameError; ConfigError where a layout that lies in the folder cannot be followed.
    """
    headers = headers_in(folder, config)
    if not any(own.layout for own in config.tables.values()) and not any(headers.foreign()):
        return config  # layouts are slow to import, and most folders have none
    from csmetrics.layouts.found_exports import with_exports  # noqa: PLC0415  # as above

    return with_exports(headers)


def headers_in(folder: Path, config: Config) -> FolderHeaders:
    """The headers of the files in a folder; of a workbook that of the sheet which is an export."""
    return FolderHeaders(folder, config, lambda sheet: _suits(folder, sheet))


def _suits(folder: Path, sheet: TableSource) -> bool:
    """Whether a sheet is that of a workbook which is an export."""
    from csmetrics.layouts.recognise import fits  # noqa: PLC0415
    from csmetrics.layouts.registry import layouts  # noqa: PLC0415  # as above

    return any(fits(layout, sheet.header) for layout in layouts(folder).values())
