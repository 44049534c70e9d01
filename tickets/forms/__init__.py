"""The editor of forms: what members are asked before a ticket opens."""
