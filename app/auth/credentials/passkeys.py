"""Passkeys (W3C Web Authentication, Level 3): registration and sign-in, by py_webauthn.

Passkeys are discoverable and always verify their user, so one is two factors in one step and needs no user name. No
attestation is asked for: which maker's authenticator somebody uses is not our business.

A challenge is good once, for a short time, for one ceremony, and for the browser or person that it was made for.
"""

import hashlib
import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

import webauthn
from cryptography.exceptions import UnsupportedAlgorithm
from webauthn.helpers import (
    parse_attestation_object,
    parse_authentication_credential_json,
    parse_authenticator_data,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import (
    InvalidAuthenticationResponse,
    InvalidRegistrationResponse,
    WebAuthnException,
)
from webauthn.helpers.structs import (
    AuthenticatorData,
    AuthenticatorSelectionCriteria,
    ClientDataType,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from clinic.common.errors import Refused

__all__ = [
    "CHALLENGE_LIVES",
    "Ceremony",
    "ChallengeStore",
    "KeptChallenge",
    "NewPasskey",
    "PasskeyOwner",
    "PasskeyUse",
    "Passkeys",
    "RelyingParty",
    "StoredPasskey",
    "find_relying_party",
]

CHALLENGE_LIVES: Final = timedelta(minutes=5)
_TIMEOUT_MS: Final = int(CHALLENGE_LIVES.total_seconds() * 1000)
_ALGORITHMS: Final = [
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
_MAX_FIELD: Final = 16_384
"""Characters of one field of a response; real ones stay far below."""
_UNREADABLE = (
    WebAuthnException,
    UnsupportedAlgorithm,
    AttributeError,
    EOFError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)
"""What the library and those beneath it raise over damaged responses."""


class Ceremony(StrEnum):
    """What a challenge is for."""

    REGISTER = "register"
    SIGN_IN = "sign_in"


@dataclass(frozen=True, slots=True)
class KeptChallenge:
    """What is remembered of a challenge.

    Attributes:
        bound_to: Opaque key of whoever asked for it: the sign-in, or the browser before there is one.
        ends_at: Aware UTC.
    """

    ceremony: Ceremony
    bound_to: str
    ends_at: datetime


class ChallengeStore(Protocol):
    """Remembers challenges that were given out."""

    async def keep(self, challenge: bytes, kept: KeptChallenge) -> None:
        """Remember a new challenge; the store bounds how many."""

    async def take(self, challenge: bytes) -> KeptChallenge | None:
        """Return what is remembered and forget it in the same step; None if there is nothing."""


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """For whom passkeys are made: a domain, the one origin they are used from, and a name that people read."""

    id: str
    origin: str
    name: str


@dataclass(frozen=True, slots=True)
class PasskeyOwner:
    """Whose a new passkey will be.

    Attributes:
        handle: 1 to 64 random bytes that stay the same for the account; never anything personal.
        account: What the authenticator lists it by, such as the e-mail address.
    """

    handle: bytes
    account: str
    display_name: str


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """A passkey to store.

    Attributes:
        public_key: COSE key, CBOR.
        aaguid: Kind of authenticator, for the icon and name on a list; unverified.
        backed_up: Whether it is copied to the owner's other devices.
        transports: How a browser can reach it again, as it said.
    """

    credential_id: bytes
    public_key: bytes
    sign_count: int
    aaguid: str
    backed_up: bool
    transports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoredPasskey:
    """What was stored, and the handle of its owner."""

    public_key: bytes
    sign_count: int
    owner_handle: bytes


@dataclass(frozen=True, slots=True)
class PasskeyUse:
    """What to store after a passkey was used."""

    sign_count: int
    backed_up: bool


def find_relying_party(public_url: str, name: str) -> RelyingParty | None:
    """Return the relying party of the service's public address; None if its host is an IP address, which cannot have
    passkeys."""
    host = urlsplit(public_url).hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return RelyingParty(host, public_url, name)
    return None


class Passkeys:
    """Makes and checks passkeys of one relying party."""

    def __init__(self, party: RelyingParty, challenges: ChallengeStore) -> None:
        self._party = party
        self._party_hash = hashlib.sha256(party.id.encode()).digest()
        self._challenges = challenges

    async def registration_options(
        self, owner: PasskeyOwner, existing: Sequence[bytes], bound_to: str, now: datetime
    ) -> dict[str, Any]:
        """Return the options for ``navigator.credentials.create``, as JSON.

        Args:
            existing: Ids of the owner's passkeys, so that no authenticator gets a second one.
        """
        options = webauthn.generate_registration_options(
            rp_id=self._party.id,
            rp_name=self._party.name,
            user_id=owner.handle,
            user_name=owner.account,
            user_display_name=owner.display_name,
            timeout=_TIMEOUT_MS,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in existing],
            supported_pub_key_algs=_ALGORITHMS,
        )
        await self._keep(options.challenge, Ceremony.REGISTER, bound_to, now)
        return _as_json(webauthn.options_to_json(options))

    async def sign_in_options(
        self, bound_to: str, now: datetime, allowed: Sequence[bytes] = ()
    ) -> dict[str, Any]:
        """Return the options for ``navigator.credentials.get``, as JSON.

        Args:
            allowed: For a fresh proof, the ids of the person's passkeys; empty to sign in with any.
        """
        options = webauthn.generate_authentication_options(
            rp_id=self._party.id,
            timeout=_TIMEOUT_MS,
            allow_credentials=[PublicKeyCredentialDescriptor(id=one) for one in allowed],
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        await self._keep(options.challenge, Ceremony.SIGN_IN, bound_to, now)
        return _as_json(webauthn.options_to_json(options))

    async def register(self, response: Mapping[str, Any], bound_to: str, now: datetime) -> NewPasskey:
        """Check the response to ``registration_options`` and return the passkey to store.

        Raises:
            Refused: ``passkey.malformed``, ``passkey.challenge`` (unknown, used, expired, or somebody else's),
                ``passkey.origin``, ``passkey.party``, ``passkey.unverified`` (nobody showed that it is theirs), or
                ``passkey.algorithm``.
        """
        try:
            credential = parse_registration_credential_json(_bounded(response))
            data = parse_attestation_object(credential.response.attestation_object).auth_data
        except _UNREADABLE:
            raise Refused("passkey.malformed") from None
        challenge = await self._check_ceremony(
            Ceremony.REGISTER, credential.response.client_data_json, data, bound_to, now
        )
        try:
            verified = webauthn.verify_registration_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=self._party.id,
                expected_origin=self._party.origin,
                require_user_verification=True,
                supported_pub_key_algs=_ALGORITHMS,
            )
        except InvalidRegistrationResponse:
            raise Refused("passkey.algorithm") from None
        except _UNREADABLE:
            raise Refused("passkey.malformed") from None
        return NewPasskey(
            verified.credential_id,
            verified.credential_public_key,
            verified.sign_count,
            verified.aaguid,
            verified.credential_backed_up,
            tuple(transport.value for transport in credential.response.transports or ()),
        )

    @staticmethod
    def find_credential_id(response: Mapping[str, Any]) -> bytes:
        """Return by which id the stored passkey is found that a response to ``sign_in_options`` claims to be of.

        Raises:
            Refused: ``passkey.malformed``.
        """
        try:
            return parse_authentication_credential_json(_bounded(response)).raw_id
        except _UNREADABLE:
            raise Refused("passkey.malformed") from None

    async def authenticate(
        self, response: Mapping[str, Any], stored: StoredPasskey | None, bound_to: str, now: datetime
    ) -> PasskeyUse:
        """Check the response to ``sign_in_options``.

        Args:
            stored: The passkey of ``find_credential_id``; None if there is none.

        Raises:
            Refused: As ``register``; or ``passkey.unknown``; ``passkey.owner``: it names another account;
                ``passkey.signature``; ``passkey.cloned``: its counter did not grow, so there may be a copy of it, and
                the owner and staff should know.
        """
        try:
            credential = parse_authentication_credential_json(_bounded(response))
            data = parse_authenticator_data(credential.response.authenticator_data)
        except _UNREADABLE:
            raise Refused("passkey.malformed") from None
        challenge = await self._check_ceremony(
            Ceremony.SIGN_IN, credential.response.client_data_json, data, bound_to, now
        )
        if stored is None:
            raise Refused("passkey.unknown")
        if credential.response.user_handle not in (None, stored.owner_handle):
            raise Refused("passkey.owner")
        try:
            verified = webauthn.verify_authentication_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=self._party.id,
                expected_origin=self._party.origin,
                credential_public_key=stored.public_key,
                # The library looks at the counter before the signature; anybody could then report a clone.
                credential_current_sign_count=0,
                require_user_verification=True,
            )
        except InvalidAuthenticationResponse:
            raise Refused("passkey.signature") from None
        except _UNREADABLE:
            raise Refused("passkey.malformed") from None
        # Authenticators without a counter always say 0 (Web Authentication, 6.1.1).
        if max(verified.new_sign_count, stored.sign_count) and verified.new_sign_count <= stored.sign_count:
            raise Refused("passkey.cloned")
        return PasskeyUse(verified.new_sign_count, verified.credential_backed_up)

    async def _keep(self, challenge: bytes, ceremony: Ceremony, bound_to: str, now: datetime) -> None:
        await self._challenges.keep(challenge, KeptChallenge(ceremony, bound_to, now + CHALLENGE_LIVES))

    async def _check_ceremony(
        self,
        ceremony: Ceremony,
        client_data_json: bytes,
        data: AuthenticatorData,
        bound_to: str,
        now: datetime,
    ) -> bytes:
        """Use up the challenge, and find what else is wrong by its own code; the library checks it all once more."""
        try:
            client = parse_client_data_json(client_data_json)
        except _UNREADABLE:
            raise Refused("passkey.malformed") from None
        kept = await self._challenges.take(client.challenge)
        if kept is None or (kept.ceremony, kept.bound_to) != (ceremony, bound_to) or now >= kept.ends_at:
            raise Refused("passkey.challenge")
        if client.type != _TYPES[ceremony]:
            raise Refused("passkey.malformed")
        if client.origin != self._party.origin or client.cross_origin:
            raise Refused("passkey.origin")
        if data.rp_id_hash != self._party_hash:
            raise Refused("passkey.party")
        if not (data.flags.up and data.flags.uv):
            raise Refused("passkey.unverified")
        return client.challenge


_TYPES: Final = {
    Ceremony.REGISTER: ClientDataType.WEBAUTHN_CREATE,
    Ceremony.SIGN_IN: ClientDataType.WEBAUTHN_GET,
}


def _bounded(response: Mapping[str, Any]) -> dict[str, Any]:
    inner = response.get("response")
    fields = [*response.values(), *(inner.values() if isinstance(inner, dict) else ())]
    if any(isinstance(field, str) and len(field) > _MAX_FIELD for field in fields):
        raise ValueError
    return dict(response)


def _as_json(text: str) -> dict[str, Any]:
    options = json.loads(text)
    assert isinstance(options, dict)
    return options
