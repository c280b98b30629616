"""The demonstration: two invented organizations, a mail server whose messages can be read, a door for every role.

Belongs here: whatever must never run in production. Production neither installs this folder nor starts with it.
Does not belong here: any behavior of the product itself.
"""
