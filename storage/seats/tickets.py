"""What a ticket is known by: a token nobody can guess, and a code that can be said aloud at the door."""

import secrets
from typing import Final

CODE_ALPHABET: Final = "BCKMPTX2345679"
"""Letters that Latin and Cyrillic readers both have on their keyboards, drawn alike; no vowels, so no words; no H, for
Cyrillic readers say it as they say M; no 0, 1 and 8, which are O, I and B to a hurried eye."""
CODE_LENGTH: Final = 4
_CODES: Final = len(CODE_ALPHABET) ** CODE_LENGTH


def new_token() -> str:
    """128 bits from the system's source of chance, as 22 characters that fit in a link."""
    return secrets.token_urlsafe(16)


def new_code() -> str:
    """One of 38,416 codes; the same one may have been dealt in this slot before."""
    dealt, size = secrets.randbelow(_CODES), len(CODE_ALPHABET)
    return "".join(CODE_ALPHABET[dealt // size**place % size] for place in range(CODE_LENGTH))
