"""What is typed: ``/ticket`` and ``/ticketset``, each with its prefix form."""
