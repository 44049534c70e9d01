"""Finding tickets, past ones too, and what is known of one."""
