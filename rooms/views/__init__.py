"""What each viewer gets to see: the one place where room state becomes a view (PROTOCOL.md section 5). Pure.

Minimum necessary by construction: a view is put together from sections, and each section is built only for those who may
read it. Views are JSON values without nulls, so that a merge patch (RFC 7396) can describe every change.
"""

from rooms.incremental.view_cache import ViewCache
from rooms.views.build import View, build_views
from rooms.views.events import visible_events, visible_to_all
from rooms.views.floor import build_floor_view

__all__ = ["ViewCache", "View", "build_floor_view", "build_views", "visible_events", "visible_to_all"]
