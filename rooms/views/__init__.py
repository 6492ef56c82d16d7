"""What each viewer sees: the only place where room state becomes a view (PROTOCOL.md section 5). Pure.

Minimum necessary by construction: a view is put together from sections, and each section is built only for those who may
read it. Views are JSON values without nulls, so that a merge patch (RFC 7396) can describe every change.
"""
