"""Names in the log what a language lacks, when the service starts: it is said in English then."""

import logging
from pathlib import Path

from app.access.records.copies.writing import COPY_TEXTS
from app.exports.printing.wording import PRINTED_TEXTS
from app.exports.printing.wording import load_wording as load_printed
from app.mail.wording import MAIL_TEXTS
from app.mail.wording import load_wording as load_mails
from app.runtime.texts import holes, languages_in

__all__ = ["name_holes", "read_all"]

_log = logging.getLogger(__name__)


def read_all() -> None:
    """Read the words of every language, so that a broken file ends the start and not the first mail."""
    for language in languages_in(MAIL_TEXTS):
        load_mails(language)
    for language in languages_in(PRINTED_TEXTS):
        load_printed(language)
    name_holes(MAIL_TEXTS, PRINTED_TEXTS, COPY_TEXTS)


def name_holes(*folders: Path) -> None:
    """Log each sentence that a language lacks; one that has a file in one folder needs one in each."""
    known = frozenset[str]().union(*map(languages_in, folders))
    for folder in folders:
        for language in sorted(known):
            for key in holes(folder, language):
                _log.warning(
                    "words.missing",
                    extra={"language": language, "file": str(folder / f"{language}.toml"), "code": key},
                )
