"""The invented people of the clinic: every field is filled, as a clinic would have it. Pure."""

from clinic.people.contact import SafeChannel
from clinic.people.person import Address, EmergencyContact, PersonFields, PersonKind

__all__ = ["ZONE", "client_fields", "display_name", "staff_fields", "typed"]

ZONE = "America/New_York"
_FIRST = (
    "Ana Ben Cleo Dev Elena Femi Grace Hugo Iris Jonas Kira Liam Maria Nadia Omar Priya Quinn Rosa Sam Tara Uma Victor"
    " Wanda Xenia Yusuf Zoe Martin Marta Mario Malik Anton Andrea Bella Boris Clara Carlos Dana Diego Ella Emil"
).split()
_LAST = (
    "Lopez Okafor Marsh Patel Stone Brandt Rivera Nguyen Silva Kowalski Haddad Moreau Jensen Tanaka Osei Novak Farouk"
    " Greene Ibrahim Larsen Medina Petrov Ramos Schmidt Torres Ueda Vega Walsh Young Zeller Abbott Bauer Castro Dube"
    " Eriksen Fischer Gomez Hassan Ivanov Jordan Keller Lindgren Mbeki"
).split()


def display_name(number: int) -> str:
    """Return the name of the person with this number: what others see."""
    return f"{_FIRST[number % len(_FIRST)]} {_LAST[number // 3 % len(_LAST)]}"


def typed(name: str) -> list[str]:
    """Return what a search field holds, key by key, while somebody types this name."""
    return [name[:length].rstrip() for length in range(1, len(name) + 1)]


def staff_fields(number: int) -> PersonFields:
    """Return a member of staff."""
    # Not the same names as the first clients.
    name = f"Dr. {display_name(17 * number + 5)}"
    return PersonFields(
        PersonKind.STAFF, name, ZONE, email=f"staff{number}@clinic.example", safe_channel=SafeChannel.EMAIL
    )


def client_fields(number: int) -> PersonFields:
    """Return a client, who has a legal name beside the one that others see."""
    name = display_name(number)
    first, last = name.split()
    return PersonFields(
        PersonKind.CLIENT,
        name,
        ZONE,
        legal_name=f"{first} {_FIRST[number // 7 % len(_FIRST)]} {last}",
        email=f"client{number}@mail.example",
        phone="+12125550100",
        address=Address(f"{number} River Street", "", "New York", "NY", "10001"),
        emergency=EmergencyContact(
            f"{_FIRST[number % 11]} {last}", "+12125550101", "sibling", permission=True
        ),
        safe_channel=SafeChannel.EMAIL,
    )
