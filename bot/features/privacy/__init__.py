"""Privacy: exporting and erasing the data held about a member, and deleting tenants.

- service: what a member can do with their data; commands, actions: how they ask for it
- erasure: deletes a person or a tenant completely, for everything that has to
"""
